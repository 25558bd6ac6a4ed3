package io.homeostat.monitor.topology;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.Topics;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.MonitorDefinition.Anchor;
import io.homeostat.monitor.definitions.MonitorDefinition.Prices;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.definitions.SignalMetric;
import io.homeostat.monitor.detection.Recording;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.streams.FalseAlarmPromise;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The topology that recordings are played to, with a monitor of quality, errors, latency and mix.
 */
abstract class PlayingTopology extends DrivenTopology {
  PlayedScenario play(Recording recording) throws Exception {
    definitions =
        Toy.definitions(
            Toy.service(
                capabilities(recording.capabilities()), List.of(monitor()), PlanWeights.UNKNOWN));
    for (Recording.Event event : recording.events()) {
      if (event.judge() != null) {
        say(event.judge());
      }
      if (event.score() != null) {
        send(event.score());
      }
      if (event.correction() != null) {
        say(event.correction());
      }
    }
    return PlayedScenario.of(
        recording,
        said().stream()
            .filter(DriftVerdict.class::isInstance)
            .map(DriftVerdict.class::cast)
            .toList());
  }

  private static Set<String> capabilities(int count) {
    return IntStream.range(0, count)
        .mapToObj(Recording::capability)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** One false alarm a month, a drop of .1 matters, a day of baseline. */
  private static MonitorDefinition monitor() {
    return new MonitorDefinition(
        "support/desk-drift",
        "uid-drift",
        "spec-digest",
        List.of(
            Signal.QUALITY,
            Signal.ERRORS,
            new Signal(SignalMetric.LATENCY, null),
            new Signal(SignalMetric.MIX, null)),
        new DriftSettings(100, 300, 86_400_000, 0.1, 600_000),
        new FalseAlarmPromise.PerMonth(1),
        Anchor.NONE,
        new Prices(0.5e-6, 1.5e-6),
        false,
        false,
        Map.of());
  }

  private void say(JudgeVerdict verdict) {
    verdictsIn.pipeInput(verdict.key(), EventCodec.encode(verdict));
  }

  private void say(Feedback correction) {
    feedback.pipeInput(
        new TestRecord<>(
            Topics.key(Toy.SERVICE, correction.id()),
            EventCodec.encode(correction),
            Instant.ofEpochMilli(correction.timeMillis())));
  }
}
