package io.homeostat.monitor.canary;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.canary.CanaryComparison;
import io.homeostat.statistics.canary.CanaryDecision;
import io.homeostat.statistics.canary.CanaryDecision.Outcome;
import io.homeostat.statistics.canary.CanaryDecision.Reason;
import io.homeostat.statistics.canary.MetricEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says what the tests of a canary show now; harm speaks first, and doubt never promotes. */
public final class CanaryReport {
  private final StateTable table;

  public CanaryReport(StateTable table) {
    this.table = table;
  }

  /** The verdict at an event time. */
  public CanaryVerdict write(
      ServiceDefinition service, CanaryDefinition canary, long asOfMillis, boolean judgeTrusted) {
    CanaryState state = CanaryFeed.load(table, service.name(), canary);
    CanaryDecision decision =
        CanaryComparison.fromBytes(canary.settings(), state.comparison())
            .decide(state.keys().largest());
    Saying saying = saying(canary, state, decision, judgeTrusted || !canary.judged());
    return new CanaryVerdict(
        EventCodec.SCHEMA_VERSION,
        canary.subject(),
        canary.uid(),
        service.name(),
        asOfMillis,
        canary.fingerprint(),
        canary.planDigest(),
        saying.decision(),
        saying.reason(),
        saying.message() + unchecked(state),
        decision.units().candidate(),
        decision.units().control(),
        metrics(canary, decision));
  }

  /** Decision and reason in the words of the verdict. */
  private record Saying(String decision, String reason, String message) {
    static Saying of(String decision, String reason, String format, Object... figures) {
      return new Saying(decision, reason, String.format(Locale.ROOT, format, figures));
    }
  }

  private static Saying saying(
      CanaryDefinition canary, CanaryState state, CanaryDecision decision, boolean judgeTrusted) {
    if (decision.outcome() == Outcome.ROLL_BACK) {
      return Saying.of("RollBack", "Breach", "candidate is worse on %s", worse(decision));
    }
    if (!judgeTrusted) {
      return Saying.of(
          "Inconclusive",
          "JudgeNotTrusted",
          "the judge is not calibrated, so quality cannot be compared");
    }
    CanaryDecision.Units units = decision.units();
    return switch (decision.outcome()) {
      case PROMOTE ->
          Saying.of(
              "Promote",
              "AllGatesPassed",
              "all %d analyses passed on %d sessions of the smaller arm",
              canary.analyses().size(),
              units.smallerArm());
      case INCONCLUSIVE -> doubt(state, decision);
      default ->
          decision.unmetMetrics().isEmpty()
              ? Saying.of(
                  "Continue",
                  "InsufficientUnits",
                  "all analyses pass, but the smaller arm has %d of %d sessions",
                  units.smallerArm(),
                  canary.settings().minimumUnits())
              : Saying.of(
                  "Continue",
                  "Testing",
                  "%s not shown yet on %d sessions of the smaller arm",
                  String.join(", ", decision.unmetMetrics()),
                  units.smallerArm());
    };
  }

  private static Saying doubt(CanaryState state, CanaryDecision decision) {
    CanaryDecision.Units units = decision.units();
    if (decision.reasons().contains(Reason.SAMPLE_RATIO_MISMATCH)) {
      return Saying.of(
          "Inconclusive",
          "SampleRatioMismatch",
          "%d candidate and %d stable sessions do not fit the declared split",
          units.candidate(),
          units.control());
    }
    if (decision.reasons().contains(Reason.MISSING_OUTCOMES)) {
      return Saying.of(
          "Inconclusive",
          "MissingOutcomes",
          "%d of %d candidate and %d of %d stable sessions have no score",
          units.candidateMissing(),
          units.candidate(),
          units.controlMissing(),
          units.control());
    }
    return Saying.of(
        "Inconclusive",
        "InsufficientUnits",
        "one session key brings up to %.1f %% of the sessions, at most 5 %% may come from one",
        100 * state.keys().largest());
  }

  private static String worse(CanaryDecision decision) {
    List<String> words = new ArrayList<>();
    for (MetricEvidence metric : decision.metrics()) {
      if (metric.harmful()) {
        words.add(
            metric
                .effect()
                .map(
                    effect ->
                        String.format(
                            Locale.ROOT,
                            "%s by %.3f (%.3f to %.3f)",
                            metric.metric(),
                            -effect.estimate(),
                            -effect.upper(),
                            -effect.lower()))
                .orElse(metric.metric()));
      }
    }
    return String.join(", ", words);
  }

  private static String unchecked(CanaryState state) {
    return state.unchecked() == 0
        ? ""
        : "; the split of %d sessions is not known and was not checked"
            .formatted(state.unchecked());
  }

  private static List<CanaryVerdict.Metric> metrics(
      CanaryDefinition canary, CanaryDecision decision) {
    List<CanaryVerdict.Metric> metrics = new ArrayList<>();
    for (int i = 0; i < canary.analyses().size(); i++) {
      CanaryAnalysis analysis = canary.analyses().get(i);
      MetricEvidence evidence = decision.metrics().get(i);
      Optional<Interval> effect = evidence.effect();
      metrics.add(
          new CanaryVerdict.Metric(
              analysis.name(),
              analysis.signal().metric(),
              analysis.capability(),
              analysis.test(),
              effect.map(Interval::estimate).orElse(null),
              effect.map(Interval::lower).orElse(null),
              effect.map(Interval::upper).orElse(null),
              evidence.logGoal(),
              evidence.logHarm(),
              evidence.blocks()));
    }
    return metrics;
  }
}
