package io.homeostat.evaluation.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.crds.canaryrelease.CanaryPlan.Prices;
import io.homeostat.evaluation.Worlds;
import io.homeostat.evaluation.ask.Answers;
import io.homeostat.evaluation.gate.AdapterActivity.Pair;
import io.homeostat.evaluation.gate.ItemValue;
import io.homeostat.evaluation.gate.Quantity;
import io.homeostat.evaluation.items.Item;
import io.homeostat.events.Interaction;
import io.homeostat.invariant.Checks;
import io.homeostat.invariant.Invariants;
import io.homeostat.invariant.Languages;
import io.homeostat.judge.JudgeUnavailableException;
import io.homeostat.judge.Preference;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuresTest {
  private static final Item ITEM = Worlds.items("date", 1, "24 May 2029").getFirst();
  private static final AnswerValue VALUE =
      new AnswerValue(
          new Invariants("ns/quality", List.of(), new Checks(new Languages())),
          new Prices("1", "4"));

  /** Token F1 and ROUGE-L by their definitions: two of two words are right, of three. */
  @ParameterizedTest
  @CsvSource({
    "ExactMatch, 24  May 2029, 1",
    "ExactMatch, 24 may 2029, 0",
    "TokenF1, 24 May, 0.8",
    "RougeL, 24 May, 0.8",
    "Chrf, 24 May 2029, 1",
    "Errors, 24 May, 0",
    "LatencyMillis, x, 150",
    "CompletionTokens, x, 6",
    "Cost, x, 0.000034"
  })
  void anAnswerIsWorthWhatTheDefinitionSays(Quantity quantity, String answer, double worth) {
    assertThat(value(quantity, ITEM, answer(answer))).hasValueCloseTo(worth, within(1e-9));
  }

  @Test
  void aFailedAnswerIsWorthNothingAndCostsNothing() {
    Interaction cut = Worlds.answer(ITEM, "24 May 2029", "length", 150, 6);

    assertThat(value(Quantity.ExactMatch, ITEM, cut)).hasValue(0);
    assertThat(value(Quantity.Errors, ITEM, cut)).hasValue(1);
    assertThat(value(Quantity.LatencyMillis, ITEM, cut)).isEmpty();
    assertThat(value(Quantity.TokenF1, ITEM, answer(""))).hasValue(0);
  }

  @Test
  void withoutAReferenceOrAReportOfTokensThereIsNoValue() {
    Item open = Worlds.items("safety", 1, null).getFirst();

    assertThat(value(Quantity.ExactMatch, open, answer("x"))).isEmpty();
    assertThat(value(Quantity.Invariants, open, answer("x"))).isEmpty();
    assertThat(value(Quantity.CompletionTokens, ITEM, Worlds.answer(ITEM, "x", "stop", 1, null)))
        .isEmpty();
  }

  @Test
  void samplesOfAnItemAreOneValueAndStablesHalvesItsNoise() {
    Measurements measured =
        new Measurements(
            VALUE,
            List.of(
                new Answers(
                    ITEM,
                    List.of(answer("24 May 2029"), answer("no"), answer("no")),
                    List.of(answer("24 May 2029"), answer("24 May 2029"), answer("no")),
                    null)));

    assertThat(measured.of(Quantity.ExactMatch))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.candidate()).isEqualTo(1.0 / 3);
              assertThat(item.stable()).isEqualTo(2.0 / 3);
              assertThat(item.first()).as("first sample").isEqualTo(1);
              assertThat(item.again()).as("second sample").isEqualTo(1);
            });
    assertThat(measured.identical()).isZero();
    assertThat(measured.stableFailures()).isZero();
  }

  @Test
  void oneSampleIsComparedWithTheAnswerToBeingAskedAgain() {
    Measurements measured =
        new Measurements(
            VALUE,
            List.of(
                new Answers(
                    ITEM, List.of(answer("a")), List.of(answer("24 May 2029")), answer("a")),
                new Answers(ITEM, List.of(answer("b")), List.of(answer("b")), null)));

    assertThat(measured.pairs()).containsExactly(new Pair(true, true));
    assertThat(measured.identical()).isEqualTo(1);
    assertThat(measured.of(Quantity.ExactMatch))
        .extracting(ItemValue::again)
        .containsExactly(0.0, null);
  }

  @Test
  void theJudgeIsAskedOnlyWhereAnswersDifferAndAreThere() throws Exception {
    List<String> asked = new ArrayList<>();
    Judgements judgements =
        new Judgements(
            (question, first, second, reference) -> {
              asked.add(first + " or " + second + ", right is " + reference);
              return first.equals("good") ? Preference.First : Preference.Second;
            });

    assertThat(shares(judgements, "good", "poor")).containsExactly(1.0);
    assertThat(shares(judgements, "poor", "good")).containsExactly(0.0);
    assertThat(shares(judgements, "same", "same")).containsExactly(0.5);
    assertThat(shares(judgements, "", "good")).containsExactly(0.0);
    assertThat(shares(judgements, "", "")).containsExactly(0.5);
    assertThat(asked)
        .containsExactly(
            "good or poor, right is 24 May 2029", "poor or good, right is 24 May 2029");
  }

  @Test
  void whatTheJudgeCannotCompareIsLeftOut() throws Exception {
    Judgements silent =
        new Judgements(
            (question, first, second, reference) -> {
              throw new JudgeUnavailableException(
                  JudgeUnavailableException.Reason.JudgeUnavailable, "away", null);
            });

    assertThat(shares(silent, "good", "poor")).isEmpty();
  }

  private static List<Double> shares(Judgements judgements, String candidate, String stable)
      throws InterruptedException {
    return judgements
        .of(List.of(new Answers(ITEM, List.of(answer(candidate)), List.of(answer(stable)), null)))
        .stream()
        .map(ItemValue::candidate)
        .toList();
  }

  private static OptionalDouble value(Quantity quantity, Item item, Interaction answer) {
    return VALUE.of(quantity, item, answer);
  }

  private static Interaction answer(String text) {
    return Worlds.answer(ITEM, text, "stop", 150, 6);
  }
}
