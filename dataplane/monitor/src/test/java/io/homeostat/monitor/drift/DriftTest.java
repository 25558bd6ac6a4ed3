package io.homeostat.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.JudgeWord;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.ToyJudge;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.Signal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftTest extends WatchedService {
  @Test
  void streamLearnsThenWatchesAndSaysWhatItCanFind() {
    feed(120);
    assertThat(state("date")).isEqualTo("Learning");
    feed(300);
    DriftVerdict.Stream date = world.stream("date", "Quality");
    assertThat(date.state()).isEqualTo("Watching");
    assertThat(date.baseline()).isBetween(0.9, 1.0);
    assertThat(date.baselineLower()).isLessThan(date.baseline());
    assertThat(date.current()).isBetween(date.lower(), date.upper());
    assertThat(date.smallestDetectableDrop()).isBetween(0.05, 0.5);
    assertThat(date.logLimit()).isGreaterThan(10);
    assertThat(date.release()).isEqualTo(Toy.STABLE);
    assertThat(date.scorerSet()).isEqualTo(Toy.SET);
    assertThat(date.drop()).isNull();
    assertThat(date.cause()).isNull();
    assertThat(world.drift().judgeTrusted()).isTrue();
    assertThat(world.drift().specDigest()).isEqualTo("spec-digest");
  }

  @Test
  void dropOfOneCapabilityIsFoundAndNamedAndTheOthersStay() {
    feed(400);
    long change = traffic.now();
    traffic.right(0.1, 0.9);
    int needed = traffic.until(() -> state("date").equals("Drifting"), world::take, 200);
    assertThat(needed).isLessThan(80);
    feed(30);
    DriftVerdict.Stream date = world.stream("date", "Quality");
    assertThat(date.drop()).isBetween(0.5, 0.95);
    assertThat(date.current()).isLessThan(0.5);
    assertThat(date.sinceMillis()).isCloseTo(change, within(10_000L));
    assertThat(date.cause()).isEqualTo("Unknown");
    assertThat(state("units")).isEqualTo("Watching");
    assertThat(world.stream("date", "Errors").state()).isEqualTo("Watching");
  }

  @Test
  void changeOfStateIsToldAtOnceAndFiguresEveryFiveSeconds() {
    feed(400);
    traffic.right(0.1, 0.9);
    feed(100);
    List<DriftVerdict> told =
        world.verdicts.stream()
            .filter(DriftVerdict.class::isInstance)
            .map(DriftVerdict.class::cast)
            .toList();
    for (int i = 1; i < told.size(); i++) {
      boolean paced = told.get(i).asOfMillis() - told.get(i - 1).asOfMillis() >= 5_000;
      assertThat(paced || !states(told.get(i)).equals(states(told.get(i - 1)))).isTrue();
    }
    assertThat(told).hasSizeBetween(70, 115);
  }

  private static List<String> states(DriftVerdict verdict) {
    return verdict.streams().stream()
        .map(stream -> stream.capability() + stream.signal() + stream.state())
        .toList();
  }

  @Test
  void failedAnswersAreADriftOfErrorsAndOfQuality() {
    feed(400);
    traffic.changed(score -> score.capability().equals("date") ? Toy.failed(score) : score);
    feed(80);
    assertThat(world.stream("date", "Errors").state()).isEqualTo("Drifting");
    assertThat(state("date")).isEqualTo("Drifting");
    assertThat(world.stream("units", "Errors").state()).isEqualTo("Watching");
  }

  @Test
  void recoveryIsATestAndEndsTheDrift() {
    feed(400);
    traffic.right(0.1, 0.9);
    feed(80);
    assertThat(state("date")).isEqualTo("Drifting");
    traffic.right(0.95, 0.9);
    feed(6);
    assertThat(state("date")).isEqualTo("Drifting");
    int needed = traffic.until(() -> state("date").equals("Watching"), world::take, 400);
    assertThat(needed).isLessThan(300);
    assertThat(world.stream("date", "Quality").sinceMillis()).isNull();
  }

  @Test
  void scoresThatDoNotGateAreNotTested() {
    feed(400);
    long samples = world.stream("date", "Quality").samples();
    traffic.right(0, 0).changed(Toy::ungated);
    feed(300);
    assertThat(state("date")).isEqualTo("Watching");
    assertThat(world.stream("date", "Quality").samples()).isLessThan(samples + 15);
  }

  @Test
  void untrustedJudgeIsToldAtOnceAndOnlyWhereAJudgeIsNeeded() {
    feed(100);
    world.judge = JudgeWord.of(ToyJudge.says(false));
    feed(1);
    assertThat(world.drift().judgeTrusted()).isFalse();
    World errors = new World(Toy.definitions(List.of(Toy.monitor(Signal.ERRORS))));
    errors.judge = JudgeWord.of(ToyJudge.says(false));
    new Traffic(3).sessions(10).forEach(errors::take);
    assertThat(errors.drift().judgeTrusted()).isTrue();
  }

  @Test
  void suspendedMonitorTakesNoSessionsAndSaysNothing() {
    feed(50);
    int before = world.verdicts.size();
    MonitorDefinition monitor = Toy.monitor(Signal.QUALITY);
    world.definitions =
        Toy.definitions(
            List.of(
                new MonitorDefinition(
                    monitor.subject(),
                    monitor.uid(),
                    monitor.specDigest(),
                    monitor.signals(),
                    monitor.settings(),
                    monitor.promise(),
                    monitor.anchor(),
                    monitor.prices(),
                    true,
                    false,
                    monitor.charts())));
    feed(50);
    assertThat(world.verdicts).hasSize(before);
  }

  @Test
  void restartBetweenAnyTwoRecordsChangesNothing() {
    List<Verdict> uninterrupted = run(false);
    assertThat(run(true)).isEqualTo(uninterrupted).hasSizeGreaterThan(100);
  }

  private static List<Verdict> run(boolean restarts) {
    World world = new World(Toy.definitions(List.of(Toy.monitor(Signal.QUALITY, Signal.ERRORS))));
    Traffic traffic = new Traffic(11);
    List<io.homeostat.events.Score> scores = new ArrayList<>(traffic.sessions(400));
    scores.addAll(traffic.right(0.2, 0.9).sessions(150));
    scores.addAll(traffic.right(0.95, 0.9).sessions(200));
    for (io.homeostat.events.Score score : scores) {
      world.take(score);
      if (restarts) {
        world.restart();
      }
    }
    return world.verdicts;
  }

  @Test
  void outOfOrderArrivalWithinTheLatenessGivesTheSameStreams() {
    List<io.homeostat.events.Score> scores = new ArrayList<>(traffic.sessions(400));
    for (int i = 0; i + 6 < scores.size(); i += 6) {
      java.util.Collections.swap(scores, i, i + 5);
    }
    scores.forEach(world::take);
    World ordered = new World(world.definitions);
    new Traffic(7).sessions(400).forEach(ordered::take);
    assertThat(world.stream("date", "Quality").state()).isEqualTo("Watching");
    assertThat(world.stream("date", "Quality").baseline())
        .isCloseTo(ordered.stream("date", "Quality").baseline(), within(0.02));
    assertThat(world.leftOut).isEmpty();
  }

  @Test
  void steadyTrafficOfManyServicesRaisesNoAlarm() {
    int alarms = 0;
    for (int seed = 100; seed < 108; seed++) {
      World steady =
          new World(Toy.definitions(List.of(Toy.monitor(Signal.QUALITY, Signal.ERRORS))));
      new Traffic(seed).sessions(1_000).forEach(steady::take);
      alarms +=
          steady.verdicts.stream()
                  .filter(DriftVerdict.class::isInstance)
                  .map(DriftVerdict.class::cast)
                  .anyMatch(
                      verdict ->
                          states(verdict).stream().anyMatch(state -> state.endsWith("Drifting")))
              ? 1
              : 0;
    }
    assertThat(alarms).isZero();
  }
}
