package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.events.CanaryVerdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The evidence of each comparison of a plan, as figures and in one sentence. */
final class MetricWords {
  private static final double LARGEST_LOG = 700;

  private final CanaryPlan plan;

  /** Words for the comparisons of a plan; null for one that says nothing. */
  MetricWords(CanaryPlan plan) {
    this.plan = CanaryDefaults.complete(plan, List.of());
  }

  /** How far the difference lies above what the comparison asks for, in units of what it asks. */
  double slack(CanaryVerdict.Metric metric) {
    String bound = bound(metric.name());
    double asked = bound == null ? 0 : Double.parseDouble(bound);
    double room =
        "Superiority".equals(metric.test())
            ? metric.difference() - asked
            : metric.difference() + asked;
    return asked > 0 ? room / asked : room;
  }

  CanaryReleaseStatus.Metric shown(CanaryVerdict.Metric metric) {
    return new CanaryReleaseStatus.Metric(
        metric.name(),
        metric.capability(),
        metric.metric(),
        metric.test(),
        decimal(metric.difference()),
        decimal(metric.lower()),
        decimal(metric.upper()),
        limit(metric),
        evidence(metric.logPromote()),
        evidence(metric.logRollback()),
        (int) Math.min(Integer.MAX_VALUE, metric.blocks()),
        metric.breach(),
        metric.threshold() == null ? compared(metric) : threshold(metric));
  }

  static CanaryReleaseStatus.Metric shown(Reading reading, CanaryPlan plan) {
    return new CanaryReleaseStatus.Metric(
        reading.name(),
        null,
        "Prometheus",
        "Threshold",
        null,
        null,
        null,
        analysis(plan, reading.name()).map(MetricWords::limit).orElse(null),
        null,
        null,
        null,
        reading.side() == Reading.Side.Breach,
        reading.message());
  }

  /** The whole service against before, in words. */
  static String service(CanaryVerdict.ServiceChange change) {
    return String.format(
        Locale.ROOT,
        "whole service, %s: %.3f before, %.3f [%.3f, %.3f] now%s",
        change.metric(),
        change.before(),
        change.now(),
        change.lower(),
        change.upper(),
        change.degraded() ? ", which is worse" : "");
  }

  private String compared(CanaryVerdict.Metric metric) {
    boolean superiority = "Superiority".equals(metric.test());
    String state = "not shown yet";
    if (Boolean.TRUE.equals(metric.breach())) {
      state = "harm is shown";
    } else if (metric.logPromote() != null && metric.logPromote() >= Math.log(1 / alpha())) {
      state = "shown";
    }
    return "candidate minus stable %s, asked for %s %s: %s on %d blocks (evidence for it %s of %s, for harm %s of %s)"
        .formatted(
            Words.difference(metric.difference(), metric.lower(), metric.upper()),
            superiority ? "more than" : "no worse than",
            superiority ? bound(metric.name()) : "-" + bound(metric.name()),
            state,
            metric.blocks(),
            CanaryDefaults.orElse(evidence(metric.logPromote()), "?"),
            Words.figure(1 / alpha()),
            CanaryDefaults.orElse(evidence(metric.logRollback()), "?"),
            Words.figure(1 / (alpha() * weight(metric.name()))));
  }

  private String threshold(CanaryVerdict.Metric metric) {
    CanaryVerdict.Threshold seen = metric.threshold();
    Optional<Analysis.Threshold> declared = analysis(plan, metric.name()).map(Analysis::threshold);
    boolean quantile = declared.map(Analysis.Threshold::quantile).isPresent();
    return "candidate's %s %s [%s, %s], limit %s: %s on %d sessions"
        .formatted(
            quantile ? "share beyond " + limit(metric) : "mean",
            seen.estimate() == null ? "?" : Words.figure(seen.estimate()),
            seen.lower() == null ? "?" : Words.figure(seen.lower()),
            seen.upper() == null ? "?" : Words.figure(seen.upper()),
            Words.figure(seen.limit()),
            switch (CanaryDefaults.orElse(seen.side(), "")) {
              case "Breach" -> "breached";
              case "Clear" -> "kept";
              default -> "undecided";
            },
            seen.units());
  }

  private String limit(CanaryVerdict.Metric metric) {
    return analysis(plan, metric.name()).map(MetricWords::limit).orElse(null);
  }

  private static String limit(Analysis analysis) {
    if (analysis.threshold() == null) {
      return analysis.margin() != null ? analysis.margin() : analysis.minimumEffect();
    }
    return analysis.threshold().minimum() != null
        ? analysis.threshold().minimum()
        : analysis.threshold().maximum();
  }

  private String bound(String name) {
    return analysis(plan, name)
        .map(analysis -> analysis.margin() != null ? analysis.margin() : analysis.minimumEffect())
        .orElse(null);
  }

  private double alpha() {
    return Double.parseDouble(plan.alpha());
  }

  private double weight(String name) {
    return analysis(plan, name)
        .map(Analysis::weight)
        .map(Double::parseDouble)
        .orElse(1.0 / plan.analysis().size());
  }

  private static Optional<Analysis> analysis(CanaryPlan plan, String name) {
    return plan == null
        ? Optional.empty()
        : plan.analysis().stream().filter(analysis -> analysis.name().equals(name)).findFirst();
  }

  private static String decimal(Double value) {
    return value == null || !Double.isFinite(value)
        ? null
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String evidence(Double log) {
    return log == null || log.isNaN()
        ? null
        : String.format(Locale.ROOT, "%.3g", Math.exp(Math.min(log, LARGEST_LOG)));
  }
}
