package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.ToyJudge;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.definitions.SignalMetric;
import io.homeostat.statistics.StateKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class MonitorTopologyTest extends DrivenTopology {
  @Test
  void scoresBecomeVerdictsUnderTheKeyOfTheirSubject() throws Exception {
    judge(true);
    new Traffic(1).sessions(300).forEach(this::send);
    List<Verdict> said = said();
    assertThat(said)
        .hasAtLeastOneElementOfType(DriftVerdict.class)
        .hasAtLeastOneElementOfType(CanaryVerdict.class);
    assertThat(said).extracting(Verdict::service).containsOnly(Toy.SERVICE);
    assertThat(letters.isEmpty()).isTrue();
    assertThat(
            registry.get("homeostat.monitor.records").tag("topic", Topics.SCORES).counter().count())
        .isEqualTo(600);
    assertThat(registry.get("homeostat.monitor.sessions.closed").counter().count())
        .isGreaterThan(250);
    assertThat(registry.get("homeostat.monitor.verdicts").tag("kind", "Drift").counter().count())
        .isPositive();
    assertThat(registry.get("homeostat.monitor.streams").tag("state", "Watching").gauge().value())
        .isEqualTo(2);
  }

  @Test
  void judgeIsTrustedFromItsVerdictOnAndNotBefore() throws Exception {
    send(Toy.score("1", "s", "date", Toy.START, 1));
    assertThat(drift().judgeTrusted()).isFalse();
    judge(true);
    send(Toy.score("2", "s", "date", Toy.START + 1, 1));
    assertThat(drift().judgeTrusted()).isTrue();
    judge(false);
    send(Toy.score("3", "s", "date", Toy.START + 2, 1));
    assertThat(drift().judgeTrusted()).isFalse();
    judge(true);
    send(Toy.score("4", "s", "date", Toy.START + 3, 1));
    assertThat(drift().judgeTrusted()).isTrue();
    judge(ToyJudge.drifted());
    send(Toy.score("5", "s", "date", Toy.START + 4, 1));
    assertThat(drift().judgeTrusted()).isFalse();
  }

  @Test
  void dimensionOfTheJudgeIsTrustedByItsOwnCalibration() throws Exception {
    Signal relevance = new Signal(SignalMetric.SCORE, "judge.relevance");
    Signal coherence = new Signal(SignalMetric.SCORE, "judge.coherence");
    definitions =
        Toy.definitions(
            Toy.service(
                List.of(Toy.monitor(Signal.QUALITY, relevance, coherence, Signal.ERRORS)),
                PlanWeights.UNKNOWN));
    judge(ToyJudge.of(true, Map.of("relevance", true, "coherence", false)));
    Map<String, Double> parts = Map.of("judge.relevance", 0.8, "judge.coherence", 0.8);
    new Traffic(6).changed(score -> Toy.parts(score, parts)).sessions(40).forEach(this::send);
    assertThat(trusted()).isEqualTo("Errors null, Quality null, coherence false, relevance true");
    judge(ToyJudge.of(true, Map.of("relevance", false, "coherence", true)));
    new Traffic(7).every(9_000).sessions(40).forEach(this::send);
    assertThat(trusted()).isEqualTo("Errors null, Quality null, coherence true, relevance false");
  }

  private String trusted() throws Exception {
    return drift().streams().stream()
        .map(stream -> stream.signal().replace("Score/judge.", "") + " " + stream.trusted())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Test
  void correctionsReachTheCause() throws Exception {
    judge(true);
    Traffic traffic = new Traffic(5);
    traffic.sessions(400).forEach(this::send);
    int corrections = 0;
    for (Score score : traffic.right(0.1, 0.9).sessions(120)) {
      send(score);
      if (score.composite() < 1) {
        var correction =
            Toy.correction(
                score.responseId(),
                "desk-" + corrections++ % 5,
                score.timeMillis(),
                "answer " + corrections);
        feedback.pipeInput(
            new TestRecord<>(
                Topics.key(Toy.SERVICE, correction.id()),
                EventCodec.encode(correction),
                Instant.ofEpochMilli(score.timeMillis())));
      }
    }
    assertThat(drift().streams()).anyMatch(stream -> "ExpectedAnswers".equals(stream.cause()));
  }

  @Test
  void stateOfAnotherVersionBeginsAnewInsteadOfStoppingTheStream() throws Exception {
    new Traffic(1).sessions(250).forEach(this::send);
    said();
    var store = driver.<String, byte[]>getKeyValueStore(MonitorProcessor.STORE);
    List<String> keys = new ArrayList<>();
    try (var all = store.all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    for (String key : keys) {
      store.put(
          key,
          key.contains("|drift|")
              ? oldLayout(store.get(key))
              : "{\"from\":\"a later version\"".getBytes(StandardCharsets.UTF_8));
    }
    new Traffic(2).sessions(60).forEach(this::send);
    assertThat(letters.isEmpty()).isTrue();
    assertThat(drift().streams()).extracting(DriftVerdict.Stream::state).containsOnly("Learning");
  }

  /** With another second byte of what the detectors saved: the version of its layout. */
  private static byte[] oldLayout(byte[] state) {
    byte[] old = state.clone();
    for (int i = 3; i < old.length - 1; i++) {
      if (old[i] == StateKind.DRIFT_STREAM.code()
          && old[i + 1] == StateKind.DRIFT_STREAM.version()) {
        old[i + 1]--;
        return old;
      }
    }
    throw new IllegalArgumentException("no detector is saved in it");
  }

  @Test
  void verdictOfAGoneSubjectIsWithdrawn() {
    new Traffic(1).sessions(30).forEach(this::send);
    verdicts.readRecordsToList();
    definitions = Definitions.NONE;
    driver.advanceWallClockTime(Duration.ofMinutes(2));
    assertThat(verdicts.readKeyValuesToMap())
        .containsOnlyKeys(
            Toy.SERVICE + "|Drift|support/desk-drift",
            Toy.SERVICE + "|Cost|support/desk-drift",
            Toy.SERVICE + "|Canary|support/desk-canary")
        .containsValue(null);
    assertThat(stored()).isZero();
  }
}
