package io.homeostat.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DriftVerdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.statistics.drift.DriftSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which sessions a stream is held against, and when that changes. */
class BaselineTest extends WatchedService {
  @Test
  void promotedRepairEndsTheDriftAndThenFoundsABaselineOfItsOwn() {
    feed(400);
    traffic.right(0.1, 0.9);
    feed(200);
    traffic.by(Toy.CANDIDATE, "Stable", 2).right(0.97, 0.9);
    int needed = traffic.until(() -> state("date").equals("Watching"), world::take, 400);
    assertThat(needed).isLessThan(150);
    double old = world.stream("date", "Quality").baseline();
    feed(400);
    DriftVerdict.Stream date = world.stream("date", "Quality");
    assertThat(date.release()).isEqualTo(Toy.CANDIDATE);
    assertThat(date.state()).isEqualTo("Watching");
    assertThat(date.baseline()).isNotEqualTo(old);
    assertThat(date.samples()).isLessThan(300);
  }

  @Test
  void promotedReleaseIsHeldAgainstTheOldBaselineUntilItsOwnIsReady() {
    feed(500);
    traffic.by(Toy.CANDIDATE, "Stable", 2).right(0.3, 0.9);
    int needed = traffic.until(() -> state("date").equals("Drifting"), world::take, 150);
    assertThat(needed).isLessThan(120);
    feed(600);
    assertThat(state("date"))
        .as("a fallen level is never taken for a baseline")
        .isEqualTo("Drifting");
  }

  @Test
  void onlySessionsOfTheStableReleaseCount() {
    feed(400);
    traffic.by(Toy.CANDIDATE, "Candidate", 2).right(0, 0);
    feed(300);
    traffic.by("desk-old", "Holdback", 3);
    feed(300);
    assertThat(state("date")).isEqualTo("Watching");
    assertThat(world.stream("date", "Quality").samples()).isLessThan(300);
  }

  @Test
  void scoresOfAnotherJudgeAreNotComparedAndFoundANewBaseline() {
    feed(400);
    traffic.right(0.3, 0.3).changed(score -> Toy.under(score, "new-judge"));
    feed(150);
    assertThat(state("date")).isEqualTo("Watching");
    assertThat(world.stream("date", "Quality").scorerSet()).isEqualTo(Toy.SET);
    feed(250);
    assertThat(world.stream("date", "Quality").scorerSet()).isEqualTo("new-judge");
    assertThat(state("date")).isEqualTo("Watching");
  }

  @Test
  void changedJudgeNeverEndsADriftOfTheSameRelease() {
    feed(400);
    traffic.right(0.1, 0.9);
    feed(100);
    assertThat(state("date")).isEqualTo("Drifting");
    traffic.changed(score -> Toy.under(score, "new-judge"));
    feed(800);
    assertThat(state("date")).isEqualTo("Drifting");
  }

  @Test
  void mixOfScorerSetsIsWatchedUnderTheOneThatIsReadyFirst() {
    traffic.changed(
        score ->
            Math.floorMod(score.session().hashCode(), 10) < 2
                ? Toy.under(score, "with-reference")
                : score);
    feed(700);
    assertThat(state("date")).isEqualTo("Watching");
    assertThat(world.stream("date", "Quality").scorerSet()).isEqualTo(Toy.SET);
  }

  @Test
  void changedSettingsBeginANewBaseline() {
    feed(400);
    MonitorDefinition monitor = Toy.monitor(Signal.QUALITY);
    world.definitions =
        Toy.definitions(
            List.of(
                new MonitorDefinition(
                    monitor.subject(),
                    monitor.uid(),
                    "new-digest",
                    monitor.signals(),
                    new DriftSettings(100, 150, 60_000, 0.2, 600_000),
                    monitor.promise(),
                    monitor.anchor(),
                    monitor.prices(),
                    false,
                    false,
                    monitor.charts())));
    feed(60);
    assertThat(state("date")).isEqualTo("Learning");
    assertThat(world.drift().specDigest()).isEqualTo("new-digest");
  }

  @Test
  void independentSessionsAreFedOneByOne() {
    feed(400);
    assertThat(world.stream("date", "Quality").blockSize()).isEqualTo(1);
  }

  @Test
  void sessionsThatResembleTheirNeighboursAreAveragedInBlocks() {
    traffic.changed(
        score ->
            Toy.score(
                score.interactionId(),
                score.session(),
                score.capability(),
                score.timeMillis(),
                score.timeMillis() / 40_000 % 2 == 0 ? 1 : 0.5));
    feed(400);
    assertThat(world.stream("date", "Quality").blockSize()).isGreaterThan(1);
  }

  @Test
  void streamWithoutRoomBelowIsNotMonitorable() {
    traffic.changed(
        score ->
            Toy.score(
                score.interactionId(),
                score.session(),
                score.capability(),
                score.timeMillis(),
                0.05));
    feed(400);
    assertThat(state("date")).isEqualTo("NotMonitorable");
    assertThat(world.stream("date", "Quality").baseline()).isLessThan(0.1);
  }
}
