package io.homeostat.monitor.canary;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.statistics.canary.CanaryDecision;
import io.homeostat.statistics.canary.CanaryDecision.Outcome;
import io.homeostat.statistics.canary.CanaryDecision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Decision and reason in the words of the verdict; harm speaks first, and doubt never promotes. */
record Saying(String decision, String reason, String message) {
  private static final String INCONCLUSIVE = "Inconclusive";

  private static Saying of(String decision, String reason, String format, Object... figures) {
    return new Saying(decision, reason, String.format(Locale.ROOT, format, figures));
  }

  /**
   * What to say.
   *
   * @param metrics as they stand in the verdict
   * @param largestKeyShare of the busiest session key
   */
  static Saying about(
      CanaryDefinition canary,
      CanaryDecision decision,
      List<CanaryVerdict.Metric> metrics,
      List<CanaryVerdict.ServiceChange> whole,
      boolean judgeTrusted,
      double largestKeyShare) {
    if (metrics.stream().anyMatch(CanaryVerdict.Metric::breach)) {
      return of("RollBack", "Breach", "candidate is worse on %s", breached(metrics));
    }
    if (!judgeTrusted) {
      return of(
          INCONCLUSIVE,
          "JudgeNotTrusted",
          "the judge is not calibrated, so quality cannot be compared");
    }
    if (decision.outcome() == Outcome.INCONCLUSIVE) {
      return doubt(decision, largestKeyShare);
    }
    if (whole.stream().anyMatch(CanaryVerdict.ServiceChange::degraded)) {
      return of(
          INCONCLUSIVE, "ServiceDegraded", "both arms are worse than before: %s", worse(whole));
    }
    return undoubted(canary, decision, metrics);
  }

  private static Saying undoubted(
      CanaryDefinition canary, CanaryDecision decision, List<CanaryVerdict.Metric> metrics) {
    CanaryDecision.Units units = decision.units();
    List<String> missing = new ArrayList<>(decision.unmetMetrics());
    metrics.stream()
        .filter(metric -> metric.threshold() != null && !metric.threshold().side().equals("Clear"))
        .map(CanaryVerdict.Metric::name)
        .forEach(missing::add);
    if (decision.outcome() == Outcome.PROMOTE && missing.isEmpty()) {
      return of(
          "Promote",
          "AllGatesPassed",
          "%sall %d analyses passed on %d sessions of the smaller arm",
          canary.isSelfComparison() && decision.noDifference() ? "no difference; " : "",
          canary.analyses().size(),
          units.smallerArm());
    }
    if (decision.outcome() == Outcome.UNDECIDABLE) {
      return of(
          INCONCLUSIVE,
          "Undecidable",
          "%s not shown on %d sessions of the smaller arm: the effect is too near to a margin, or varies too much",
          String.join(", ", missing),
          units.smallerArm());
    }
    return missing.isEmpty()
        ? of(
            "Continue",
            "InsufficientUnits",
            "all analyses pass, but the smaller arm has %d of %d sessions",
            units.smallerArm(),
            canary.settings().minimumUnits())
        : of(
            "Continue",
            "Testing",
            "%s not shown yet on %d sessions of the smaller arm",
            String.join(", ", missing),
            units.smallerArm());
  }

  private static Saying doubt(CanaryDecision decision, double largestKeyShare) {
    CanaryDecision.Units units = decision.units();
    if (decision.reasons().contains(Reason.SAMPLE_RATIO_MISMATCH)) {
      return of(
          INCONCLUSIVE,
          "SampleRatioMismatch",
          "%d candidate and %d stable sessions do not fit the declared split",
          units.candidate(),
          units.control());
    }
    if (decision.reasons().contains(Reason.MISSING_OUTCOMES)) {
      return of(
          INCONCLUSIVE,
          "MissingOutcomes",
          "%d of %d candidate and %d of %d stable sessions have no score",
          units.candidateMissing(),
          units.candidate(),
          units.controlMissing(),
          units.control());
    }
    return of(
        INCONCLUSIVE,
        "InsufficientUnits",
        "one session key brings up to %.1f %% of the sessions, at most 5 %% may come from one",
        100 * largestKeyShare);
  }

  private static String breached(List<CanaryVerdict.Metric> metrics) {
    return metrics.stream()
        .filter(CanaryVerdict.Metric::breach)
        .map(Saying::breached)
        .collect(Collectors.joining(", "));
  }

  private static String breached(CanaryVerdict.Metric metric) {
    if (metric.threshold() != null) {
      CanaryVerdict.Threshold now = metric.threshold();
      return now.estimate() == null
          ? metric.name()
          : String.format(
              Locale.ROOT,
              "%s: %.4g (%.4g to %.4g) where %.4g is the limit",
              metric.name(),
              now.estimate(),
              now.lower(),
              now.upper(),
              now.limit());
    }
    return metric.difference() == null
        ? metric.name()
        : String.format(
            Locale.ROOT,
            "%s by %.3f (%.3f to %.3f)",
            metric.name(),
            -metric.difference(),
            -metric.upper(),
            -metric.lower());
  }

  private static String worse(List<CanaryVerdict.ServiceChange> whole) {
    return whole.stream()
        .filter(CanaryVerdict.ServiceChange::degraded)
        .map(
            change ->
                String.format(
                    Locale.ROOT,
                    change.metric().equals("Errors")
                        ? "%.1f %% of the answers fail, %.1f %% before"
                        : "%.1f %% are slower than the 95th percentile of before, %.1f %% then",
                    100 * change.now(),
                    100 * change.before()))
        .collect(Collectors.joining(", "));
  }
}
