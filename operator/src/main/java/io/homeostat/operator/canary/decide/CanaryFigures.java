package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Anchor;
import io.homeostat.events.CanaryVerdict;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The figures of a verdict as status shows them.
 *
 * @param samples sessions of the smaller arm
 * @param difference the comparison that is worst off, ready to read; null before the first
 * @param sentence the evidence in one sentence; null before the first
 * @param pairs compared pairs of answers; null before the first
 * @param forecast what today's traffic can show; null while that is not known
 * @param lossSinceAnchor what all promotions and this one add up to; null before the first
 * @param onTime whether a decision comes in time; null while that is not known
 */
public record CanaryFigures(
    Integer samples,
    String difference,
    List<CanaryReleaseStatus.Metric> metrics,
    String sentence,
    Integer pairs,
    CanaryReleaseStatus.Forecast forecast,
    String lossSinceAnchor,
    OnTime onTime) {

  /** The condition OnTime. */
  public record OnTime(ConditionStatus status, CanaryReason reason, String message) {}

  /** Figures of sessions alone. */
  public CanaryFigures(
      Integer samples, String difference, List<CanaryReleaseStatus.Metric> metrics) {
    this(samples, difference, metrics, null, null, null, null, null);
  }

  /** The figures of a verdict about a canary that adds up no losses. */
  public static CanaryFigures of(Optional<CanaryVerdict> verdict, CanaryPlan plan) {
    return of(verdict, plan, null, List.of());
  }

  /**
   * The figures of a verdict about this canary; none before the first.
   *
   * @param anchor from where losses are added up; null for from here
   * @param readings what Prometheus says
   */
  public static CanaryFigures of(
      Optional<CanaryVerdict> verdict, CanaryPlan plan, Anchor anchor, List<Reading> readings) {
    List<CanaryReleaseStatus.Metric> read =
        readings.stream().map(reading -> MetricWords.shown(reading, plan)).toList();
    if (verdict.isEmpty()) {
      return new CanaryFigures(0, null, read);
    }
    CanaryVerdict said = verdict.get();
    MetricWords words = new MetricWords(plan);
    List<CanaryVerdict.Metric> metrics = said.metrics() == null ? List.of() : said.metrics();
    String worst = worst(metrics, words);
    int samples = whole(Math.min(said.candidateUnits(), said.stableUnits()));
    return new CanaryFigures(
        samples,
        worst,
        Stream.concat(metrics.stream().map(words::shown), read.stream()).toList(),
        sentence(said, samples, worst),
        said.trust() == null ? null : whole(said.trust().pairs()),
        Outlooks.forecast(metrics),
        AnchorLoss.of(anchor, said).worst(),
        Outlooks.onTime(metrics));
  }

  /** The figures that a status shows already. */
  public static CanaryFigures shownIn(CanaryReleaseStatus status) {
    if (status == null) {
      return new CanaryFigures(null, null, List.of());
    }
    String told =
        Conditions.find(status.conditions(), CanaryStatuses.SUCCEEDED)
            .map(condition -> condition.getMessage() + "; ")
            .orElse("");
    String message = Objects.requireNonNullElse(status.message(), "");
    return new CanaryFigures(
        status.samples(),
        status.difference(),
        status.metrics(),
        message.startsWith(told) && !told.isEmpty() ? message.substring(told.length()) : null,
        status.shadow() == null ? null : status.shadow().pairs(),
        status.forecast(),
        status.lossSinceAnchor(),
        null);
  }

  private static String worst(List<CanaryVerdict.Metric> metrics, MetricWords words) {
    return metrics.stream()
        .filter(metric -> metric.difference() != null)
        .min(Comparator.comparingDouble(words::slack))
        .map(
            metric ->
                "%s %s"
                    .formatted(
                        metric.name(),
                        Words.difference(metric.difference(), metric.lower(), metric.upper())))
        .orElse(null);
  }

  private static String sentence(CanaryVerdict said, int samples, String worst) {
    StringBuilder text = new StringBuilder("%d sessions in the smaller arm".formatted(samples));
    if (said.trust() != null && said.trust().pairs() > 0) {
      text.append(", %d pairs of answers".formatted(said.trust().pairs()));
    }
    if (worst != null) {
      text.append("; worst off: ").append(worst);
    }
    if (said.wholeService() != null) {
      said.wholeService().stream()
          .map(MetricWords::service)
          .forEach(words -> text.append("; ").append(words));
    }
    return text.toString();
  }

  private static int whole(long count) {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }
}
