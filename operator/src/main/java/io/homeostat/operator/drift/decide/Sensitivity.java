package io.homeostat.operator.drift.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.events.DriftVerdict;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says whether the settings of a DriftMonitor mean anything with the traffic that there is. */
final class Sensitivity {
  static final String SENSITIVE = "Sensitive";

  /** Longer than this a setting promises nothing that anybody waits for. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final int MINIMUM_SAMPLES = 100;

  private final DriftMonitorSpec spec;
  private final List<DriftVerdict.Stream> streams;

  Sensitivity(DriftMonitorSpec spec, List<DriftVerdict.Stream> streams) {
    this.spec = spec;
    this.streams = streams;
  }

  Conditions add(Conditions conditions) {
    List<String> blind = names(s -> watched(s) && s.smallestDetectableDrop() > smallestDrop());
    if (!blind.isEmpty()) {
      return conditions.with(
          SENSITIVE,
          ConditionStatus.FALSE,
          DriftReason.DropTooSmall,
          "a drop of %s cannot be found in %s: raise spec.smallestDropThatMatters to %s or more, or spec.baseline.freezeSamples"
              .formatted(
                  DriftFigures.decimal(smallestDrop()),
                  list(blind),
                  DriftFigures.smallestDetectableDrop(streams)));
    }
    List<String> slow = names(s -> late(s) || neverLearns(s));
    if (!slow.isEmpty()) {
      return conditions.with(
          SENSITIVE,
          ConditionStatus.FALSE,
          DriftReason.LowTraffic,
          "with today's traffic %s would take more than %d days to learn or to show a drop of %s: accept more false alarms, fewer capabilities or a larger drop"
              .formatted(list(slow), LONGEST.toDays(), DriftFigures.decimal(smallestDrop())));
    }
    return streams.stream().anyMatch(Sensitivity::watched)
        ? conditions.with(
            SENSITIVE,
            ConditionStatus.TRUE,
            DriftReason.DropsFound,
            "every watched stream finds a drop of %s within %d s on average"
                .formatted(
                    DriftFigures.decimal(smallestDrop()),
                    DriftFigures.expectedDelaySeconds(streams)))
        : conditions.with(
            SENSITIVE,
            ConditionStatus.UNKNOWN,
            DriftReason.Learning,
            "no stream has a baseline yet");
  }

  private static boolean watched(DriftVerdict.Stream stream) {
    return "Watching".equals(stream.state()) && stream.smallestDetectableDrop() != null;
  }

  private static boolean late(DriftVerdict.Stream stream) {
    return watched(stream)
        && (stream.expectedDelaySeconds() == null
            || stream.expectedDelaySeconds() > LONGEST.toSeconds());
  }

  private boolean neverLearns(DriftVerdict.Stream stream) {
    return DriftFigures.LEARNING.equals(stream.state())
        && minimumSamples() / stream.valuesPerDay() > LONGEST.toDays();
  }

  private List<String> names(Predicate<DriftVerdict.Stream> wanted) {
    return streams.stream().filter(wanted).map(s -> s.capability() + "/" + s.signal()).toList();
  }

  private static String list(List<String> names) {
    return names.stream().limit(10).collect(Collectors.joining(", "));
  }

  private double smallestDrop() {
    return Double.parseDouble(
        spec.smallestDropThatMatters() == null ? "0.05" : spec.smallestDropThatMatters());
  }

  private int minimumSamples() {
    return spec.baseline() == null || spec.baseline().minimumSamples() == null
        ? MINIMUM_SAMPLES
        : spec.baseline().minimumSamples();
  }
}
