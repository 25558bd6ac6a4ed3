package io.homeostat.monitor.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.Score;
import io.homeostat.monitor.JudgeWord;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.ToyJudge;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.session.Sessions;
import java.util.List;
import org.junit.jupiter.api.Test;

class CauseFinderTest {
  private final World world = new World(Toy.definitions(List.of(Toy.monitor(Signal.QUALITY))));
  private final Traffic traffic = new Traffic(5);
  private int corrections;

  /** Feeds sessions; wrong answers on dates are corrected by one of so many desks. */
  private void feed(int sessions, int desks, boolean early) {
    for (Score score : traffic.sessions(sessions)) {
      boolean correct = desks > 0 && score.capability().equals("date") && score.composite() < 1;
      if (correct && early) {
        correct(score, desks);
      }
      world.take(score);
      if (correct && !early) {
        correct(score, desks);
      }
    }
  }

  private void correct(Score score, int desks) {
    corrections++;
    world.take(
        Toy.correction(
            score.responseId(),
            "desk-" + corrections % desks,
            score.timeMillis() + 900,
            "answer " + corrections));
  }

  private DriftVerdict.Stream date() {
    return world.stream("date", "Quality");
  }

  private void drift(int desks, boolean early) {
    feed(400, 12, early);
    traffic.right(0.1, 0.9);
    feed(120, desks, early);
    assertThat(date().state()).isEqualTo("Drifting");
  }

  @Test
  void correctionsFromSeveralSourcesNameExpectedAnswers() {
    drift(12, false);
    assertThat(date().cause()).isEqualTo("ExpectedAnswers");
    assertThat(date().causeEvidence())
        .contains("corrected to another answer by at least 3 sources")
        .contains("p = ");
  }

  @Test
  void correctionsThatComeBeforeTheirScoreCountAsWell() {
    drift(12, true);
    assertThat(date().cause()).isEqualTo("ExpectedAnswers");
  }

  @Test
  void withoutCorrectionsTheCauseIsUnknown() {
    drift(0, false);
    assertThat(date().cause()).isEqualTo("Unknown");
    assertThat(date().causeEvidence()).contains("no cause is shown", "0 answers since the change");
  }

  @Test
  void twoSourcesAreNotEnoughHoweverOftenTheyCorrect() {
    drift(2, false);
    assertThat(date().cause()).isEqualTo("Unknown");
  }

  @Test
  void uncalibratedJudgeNamesNoCause() {
    world.judge = JudgeWord.of(ToyJudge.says(false));
    drift(12, false);
    assertThat(date().cause()).isEqualTo("Unknown");
    world.judge = JudgeWord.of(ToyJudge.says(true));
    feed(6, 12, false);
    assertThat(date().cause()).isEqualTo("ExpectedAnswers");
  }

  @Test
  void anotherReleaseIsNamedEvenWhenItsAnswersAreCorrected() {
    feed(400, 12, false);
    traffic.by(Toy.CANDIDATE, "Stable", 2).right(0.1, 0.9);
    feed(120, 12, false);
    assertThat(date().state()).isEqualTo("Drifting");
    assertThat(date().cause()).isEqualTo("Release");
    assertThat(date().causeEvidence()).contains(Toy.CANDIDATE, Toy.STABLE);
  }

  @Test
  void causeOnceFoundStaysUntilRecovery() {
    drift(12, false);
    feed(100, 0, false);
    assertThat(date().cause()).isEqualTo("ExpectedAnswers");
    traffic.right(1, 0.9);
    feed(500, 0, false);
    assertThat(date().state()).isEqualTo("Watching");
    assertThat(date().cause()).isNull();
  }

  @Test
  void correctionEqualToTheAnswerAndSecondCorrectionsAreNotCounted() {
    Corrections counted = new Corrections(world.table, new Sessions(world.table));
    Score score = Toy.score("1", "s", "date", Toy.START, 1);
    Score answered =
        new Score(
            1,
            "1",
            "r-1",
            Toy.SERVICE,
            Toy.STABLE,
            "Stable",
            1,
            "s",
            "date",
            Toy.START,
            Toy.SET,
            score.parts(),
            1d,
            null,
            false,
            true,
            io.homeostat.crds.common.CanonicalJson.sha256("24 may"));
    world.take(answered);
    world.take(Toy.correction("1", "desk", Toy.START, "  24 MAY "));
    assertThat(corrected()).isZero();
    world.take(Toy.correction("r-1", "desk", Toy.START, "25 May"));
    world.take(Toy.correction("1", "other-desk", Toy.START, "26 May"));
    assertThat(corrected()).isEqualTo(1);
    assertThat(counted.known(answered)).isTrue();
  }

  private int corrected() {
    return Corrections.history(world.table, Toy.SERVICE, "date").orElseThrow().since(0).corrected();
  }

  @Test
  void correctionsOfUnknownInteractionsAreForgottenAndBounded() {
    for (int i = 0; i < 3_000; i++) {
      world.take(Toy.correction("unknown-" + i, "desk", Toy.START, "text"));
    }
    assertThat(world.table.keys(StateKeys.earlyOrder(Toy.SERVICE)))
        .hasSizeLessThanOrEqualTo(Corrections.MOST_EARLY);
    assertThat(world.table.keys(StateKeys.early(Toy.SERVICE, "unknown-2999"))).hasSize(1);
    world.take(Toy.score("1", "s", "date", Toy.START + 700_000, 1));
    assertThat(world.table.keys(StateKeys.earlyOrder(Toy.SERVICE))).isEmpty();
  }

  @Test
  void rememberedInteractionsAreBounded() {
    for (int i = 0; i < 25_000; i++) {
      world.take(Toy.score("i" + i, "s" + i / 5, "date", Toy.START + i * 10L, 1));
    }
    assertThat(world.table.keys(StateKeys.interactions(Toy.SERVICE)))
        .hasSizeLessThanOrEqualTo(1 + Interactions.MOST / Interactions.PAGE);
  }
}
