package io.homeostat.monitor.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DriftVerdict;
import io.homeostat.monitor.JudgeWord;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.ToyJudge;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.Signal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dates fall by about .75, and stored answers are rated again. */
class RescoredAnswersTest {
  private final World world = new World(Toy.definitions(List.of(Toy.monitor(Signal.QUALITY))));
  private final Traffic traffic = new Traffic(5);

  private void feed(int sessions) {
    traffic.sessions(sessions).forEach(world::take);
  }

  private DriftVerdict.Stream date() {
    return world.stream("date", "Quality");
  }

  @BeforeEach
  void learn() {
    feed(400);
  }

  private void fall() {
    traffic.right(0.1, 0.9);
    feed(120);
    assertThat(date().state()).isEqualTo("Drifting");
  }

  @Test
  void aJudgeThatRatesTheSameAnswersLowerIsTheCause() {
    fall();
    assertThat(date().cause()).isEqualTo("Unknown");
    world.rescored = ToyJudge.saysAgain("date", date().sinceMillis() + 5_000, 0.7);
    feed(10);
    assertThat(date().cause()).isEqualTo("Judge");
    assertThat(date().causeEvidence())
        .contains("explains 0.700 (0.650 to 0.750) of the 0.750", "120 answers of before and 60");
  }

  @Test
  void aReleaseStaysTheCauseWithTheJudgesPartBesideIt() {
    traffic.by(Toy.CANDIDATE, "Stable", 2);
    fall();
    assertThat(date().cause()).isEqualTo("Release");
    world.rescored = ToyJudge.saysAgain("date", date().sinceMillis(), 0.1);
    feed(10);
    assertThat(date().cause()).isEqualTo("Release");
    assertThat(date().causeEvidence())
        .contains("release '" + Toy.CANDIDATE + "'", "; the judge of today explains 0.100");
    String once = date().causeEvidence();
    feed(10);
    assertThat(date().causeEvidence()).isEqualTo(once);
  }

  @Test
  void storedAnswersSayMoreThanLabelledItems() {
    fall();
    world.rescored = ToyJudge.saysAgain("date", date().sinceMillis(), 0.02);
    world.judge = JudgeWord.of(ToyJudge.says(false, traffic.now(), -0.6, 60));
    feed(10);
    assertThat(date().cause()).isEqualTo("Unknown");
    assertThat(date().causeEvidence()).contains("the judge of today explains 0.020");
  }

  @Test
  void labelledItemsDecideWhileNothingWasRatedAgain() {
    fall();
    world.judge = JudgeWord.of(ToyJudge.says(false, traffic.now(), -0.6, 60));
    feed(10);
    assertThat(date().cause()).isEqualTo("Judge");
    assertThat(date().causeEvidence()).contains("labelled items 0.600 lower");
  }

  @Test
  void whatWasRatedForAnotherChangeOrMonitorIsNotUsed() {
    fall();
    world.rescored = ToyJudge.saysAgain("date", date().sinceMillis() - 3_600_000, 0.7);
    feed(10);
    assertThat(date().cause()).isEqualTo("Unknown");
    world.rescored = ToyJudge.saysAgain("units", date().sinceMillis(), 0.7);
    feed(10);
    assertThat(date().cause()).isEqualTo("Unknown");
  }
}
