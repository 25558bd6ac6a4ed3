package io.homeostat.evaluation.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.crds.evaluation.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateDecisionTest {
  private static final Gate BETTER = new Gate("better", "date", "ExactMatch", null, null, "0.5");
  private static final Gate KEPT = new Gate("kept", "units", "ExactMatch", null, "0.1", null);

  @Test
  void aRepairThatIsBetterPasses() {
    Outcome outcome = decide(BETTER, items(20, 1, 0));

    assertThat(outcome.result()).isEqualTo(Verdict.Pass);
    assertThat(outcome.candidate()).isEqualTo(1);
    assertThat(outcome.stable()).isZero();
    assertThat(outcome.lower()).isCloseTo(0.6631, within(1e-4));
    assertThat(outcome.needed()).isNull();
  }

  @Test
  void aGainMustBeExceededAndNotOnlyReached() {
    List<ItemValue> half = new ArrayList<>(items(100, 1, 0));
    half.addAll(items(100, 1, 1));

    assertThat(decide(BETTER, half).result()).isNotEqualTo(Verdict.Pass);
  }

  @Test
  void aLossBeyondDoubtFails() {
    assertThat(decide(KEPT, items(60, 0, 1)).result()).isEqualTo(Verdict.Fail);
  }

  @Test
  void tooFewItemsAreInconclusiveAndSayHowManyDecide() {
    Outcome outcome = decide(KEPT, items(10, 1, 1));

    assertThat(outcome.result()).isEqualTo(Verdict.Inconclusive);
    assertThat(outcome.needed()).isGreaterThan(10);
    assertThat(decide(KEPT, items(outcome.needed(), 1, 1)).result()).isEqualTo(Verdict.Pass);
  }

  @Test
  void noItemsAreInconclusive() {
    Outcome outcome = decide(KEPT, List.of());

    assertThat(outcome.result()).isEqualTo(Verdict.Inconclusive);
    assertThat(outcome.sentence()).contains("no item has ExactMatch");
  }

  @Test
  void aMinimumBindsTheCandidatesOwnLevel() {
    Gate gate = new Gate("good", "date", "ExactMatch", "0.8", null, null);

    assertThat(decide(gate, items(40, 1, 0)).result()).isEqualTo(Verdict.Pass);
    assertThat(decide(gate, items(40, 0, 0)).result()).isEqualTo(Verdict.Fail);
    assertThat(decide(gate, items(5, 1, 0)).result()).isEqualTo(Verdict.Inconclusive);
  }

  @Test
  void errorsMayRiseByTheMarginAndNoMore() {
    Gate gate = new Gate("errors", null, "Errors", null, "0.1", null);

    assertThat(decide(gate, items(60, 0, 0)).result()).isEqualTo(Verdict.Pass);
    assertThat(decide(gate, items(60, 1, 0)).result()).isEqualTo(Verdict.Fail);
    assertThat(decide(gate, items(60, 0, 1)).result()).as("fewer errors").isEqualTo(Verdict.Pass);
  }

  @Test
  void aShareOfStablesScoreIsKeptOrNot() {
    Gate gate = bounded("RougeL", null, "0.9", null);

    assertThat(decide(gate, items(300, 0.8, 0.8)).result()).isEqualTo(Verdict.Pass);
    assertThat(decide(gate, items(300, 0.5, 0.8)).result()).isEqualTo(Verdict.Fail);
    assertThat(decide(gate, items(300, 0, 0)).difference()).as("nothing to keep").isNull();
  }

  @Test
  void latencyIsBoundedByItsOwnMeanOrByStables() {
    Gate ratio = bounded("LatencyMillis", null, null, "1.2");
    Gate maximum = bounded("LatencyMillis", "500", null, null);

    assertThat(decide(ratio, spread(40, 100, 100)).result()).isEqualTo(Verdict.Pass);
    assertThat(decide(ratio, spread(40, 300, 100)).result()).isEqualTo(Verdict.Fail);
    assertThat(decide(maximum, spread(40, 300, 100)).result()).isEqualTo(Verdict.Pass);
    assertThat(decide(maximum, spread(40, 900, 100)).result()).isEqualTo(Verdict.Fail);
    assertThat(decide(ratio, spread(29, 100, 100)).sentence()).contains("29 items and 30 needed");
  }

  @Test
  void aMeasurementThatDriftsDecidesNothing() {
    List<ItemValue> drifting =
        IntStream.range(0, 60)
            .mapToObj(i -> new ItemValue("i" + i, "units", 1, 1, 0.0, 1.0))
            .toList();

    Outcome outcome = decide(KEPT, drifting);

    assertThat(outcome.result()).isEqualTo(Verdict.Inconclusive);
    assertThat(outcome.noise()).isEqualTo(1);
    assertThat(outcome.sentence()).contains("stable differs from itself");
  }

  @Test
  void theNoiseFloorIsToldBesideTheDifference() {
    List<ItemValue> calm =
        IntStream.range(0, 60)
            .mapToObj(i -> new ItemValue("i" + i, "units", 1, 1, 1.0, i < 1 ? 0.0 : 1.0))
            .toList();

    Outcome outcome = decide(KEPT, calm);

    assertThat(outcome.result()).isEqualTo(Verdict.Pass);
    assertThat(outcome.shown().noise()).isEqualTo("-0.017");
  }

  private static Gate bounded(String metric, String maximum, String least, String most) {
    return new Gate("g", null, metric, null, null, null, maximum, least, most, null);
  }

  private static Outcome decide(Gate gate, List<ItemValue> items) {
    return GateDecision.decide(gate, "units", items);
  }

  private static List<ItemValue> items(int count, double candidate, double stable) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ItemValue("i" + i, "units", candidate, stable, null, null))
        .toList();
  }

  private static List<ItemValue> spread(int count, double candidate, double stable) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new ItemValue(
                    "i" + i, "units", candidate + i % 7, stable + (3 * i) % 7, null, null))
        .toList();
  }
}
