package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.events.CanaryVerdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells at the start what today's traffic can decide before the deadline. */
final class Outlooks {
  private static final long MINUTES_ARE_ENOUGH = 120;
  private static final long HOURS_ARE_ENOUGH = 48;

  private Outlooks() {}

  /** The comparison that takes longest; null while none is known. */
  static CanaryReleaseStatus.Forecast forecast(List<CanaryVerdict.Metric> metrics) {
    List<CanaryVerdict.Outlook> known =
        metrics.stream().map(CanaryVerdict.Metric::outlook).filter(Objects::nonNull).toList();
    if (known.isEmpty()) {
      return null;
    }
    String smallest =
        known.stream()
            .map(CanaryVerdict.Outlook::smallestDetectable)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .map(Words::hundredths)
            .orElse(null);
    boolean never = known.stream().anyMatch(outlook -> outlook.secondsToDecision() == null);
    Long seconds =
        never
            ? null
            : known.stream()
                .map(CanaryVerdict.Outlook::secondsToDecision)
                .max(Comparator.naturalOrder())
                .orElse(null);
    return new CanaryReleaseStatus.Forecast(smallest, seconds);
  }

  /** The condition OnTime; null while nothing is known. */
  static CanaryFigures.OnTime onTime(List<CanaryVerdict.Metric> metrics) {
    if (metrics.stream().allMatch(metric -> metric.outlook() == null)) {
      return metrics.isEmpty()
          ? null
          : new CanaryFigures.OnTime(
              ConditionStatus.UNKNOWN,
              CanaryReason.NotForecast,
              "today's traffic is not known yet");
    }
    Optional<CanaryVerdict.Metric> late =
        metrics.stream()
            .filter(metric -> metric.outlook() != null && !metric.outlook().beforeDeadline())
            .max(Comparator.comparingLong(Outlooks::seconds));
    return late.map(Outlooks::late)
        .orElse(
            new CanaryFigures.OnTime(
                ConditionStatus.TRUE,
                CanaryReason.TrafficEnough,
                "today's traffic can decide before the deadline"));
  }

  private static CanaryFigures.OnTime late(CanaryVerdict.Metric metric) {
    CanaryVerdict.Outlook outlook = metric.outlook();
    return new CanaryFigures.OnTime(
        ConditionStatus.FALSE,
        CanaryReason.TrafficTooLow,
        "today's traffic cannot decide '%s' before the deadline (%s): lengthen deadlineSeconds, widen its margin, or give the steps more weight%s"
            .formatted(
                metric.name(),
                outlook.secondsToDecision() == null
                    ? "it would never"
                    : "it needs " + about(outlook.secondsToDecision()),
                outlook.smallestDetectable() == null
                    ? ""
                    : "; until then only a loss of "
                        + Words.hundredths(outlook.smallestDetectable())
                        + " or more would show"));
  }

  private static long seconds(CanaryVerdict.Metric metric) {
    Long seconds = metric.outlook().secondsToDecision();
    return seconds == null ? Long.MAX_VALUE : seconds;
  }

  /** Coarse, so that the sentence does not change with every verdict. */
  private static String about(long seconds) {
    Duration time = Duration.ofSeconds(seconds);
    if (time.toMinutes() < MINUTES_ARE_ENOUGH) {
      return "about %d minutes".formatted(Math.max(1, Math.round(time.toMinutes() / 10.0) * 10));
    }
    return time.toHours() < HOURS_ARE_ENOUGH
        ? "about %d hours".formatted(time.toHours())
        : "about %d days".formatted(time.toDays());
  }
}
