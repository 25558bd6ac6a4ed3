package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.events.CanaryVerdict;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The figures of a verdict as status shows them.
 *
 * @param samples sessions of the smaller arm
 * @param difference the comparison that is worst off, ready to read; null before the first
 */
public record CanaryFigures(
    Integer samples, String difference, List<CanaryReleaseStatus.Metric> metrics) {

  /** The figures of a verdict about this canary; none before the first. */
  public static CanaryFigures of(Optional<CanaryVerdict> verdict, CanaryPlan plan) {
    if (verdict.isEmpty()) {
      return new CanaryFigures(0, null, List.of());
    }
    CanaryVerdict said = verdict.get();
    List<CanaryVerdict.Metric> metrics = said.metrics() == null ? List.of() : said.metrics();
    return new CanaryFigures(
        (int) Math.min(Integer.MAX_VALUE, Math.min(said.candidateUnits(), said.stableUnits())),
        worst(metrics, plan),
        metrics.stream().map(metric -> shown(metric, bound(metric, plan))).toList());
  }

  /** The figures that a status shows already. */
  public static CanaryFigures shownIn(CanaryReleaseStatus status) {
    return status == null
        ? new CanaryFigures(null, null, List.of())
        : new CanaryFigures(status.samples(), status.difference(), status.metrics());
  }

  private static String worst(List<CanaryVerdict.Metric> metrics, CanaryPlan plan) {
    return metrics.stream()
        .filter(metric -> metric.difference() != null)
        .min(Comparator.comparingDouble(metric -> slack(metric, plan)))
        .map(
            metric ->
                "%s %s"
                    .formatted(
                        metric.name(),
                        Words.difference(metric.difference(), metric.lower(), metric.upper())))
        .orElse(null);
  }

  /** How far the difference lies above what the comparison asks for, in units of what it asks. */
  private static double slack(CanaryVerdict.Metric metric, CanaryPlan plan) {
    String bound = bound(metric, plan);
    double asked = bound == null ? 0 : Double.parseDouble(bound);
    double room =
        "Superiority".equals(metric.test())
            ? metric.difference() - asked
            : metric.difference() + asked;
    return asked > 0 ? room / asked : room;
  }

  private static String bound(CanaryVerdict.Metric metric, CanaryPlan plan) {
    return plan == null
        ? null
        : plan.analysis().stream()
            .filter(analysis -> analysis.name().equals(metric.name()))
            .findFirst()
            .map(
                analysis ->
                    analysis.margin() != null ? analysis.margin() : analysis.minimumEffect())
            .orElse(null);
  }

  private static CanaryReleaseStatus.Metric shown(CanaryVerdict.Metric metric, String bound) {
    return new CanaryReleaseStatus.Metric(
        metric.name(),
        metric.capability(),
        metric.metric(),
        metric.test(),
        decimal(metric.difference()),
        decimal(metric.lower()),
        decimal(metric.upper()),
        bound,
        evidence(metric.logPromote()),
        evidence(metric.logRollback()),
        (int) Math.min(Integer.MAX_VALUE, metric.blocks()),
        null,
        null);
  }

  private static String decimal(Double value) {
    return value == null || !Double.isFinite(value)
        ? null
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String evidence(Double log) {
    return log == null || log.isNaN()
        ? null
        : String.format(Locale.ROOT, "%.3g", Math.exp(Math.min(log, 700)));
  }
}
