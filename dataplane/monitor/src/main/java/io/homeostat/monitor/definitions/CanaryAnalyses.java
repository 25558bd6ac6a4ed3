package io.homeostat.monitor.definitions;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.monitor.definitions.CanaryAnalysis.Limit;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanaryOutlook;
import io.homeostat.statistics.canary.CanarySettings;
import io.homeostat.statistics.canary.PromotionGoal;
import java.util.ArrayList;
import java.util.List;

/**
 * The analyses of a plan, each with its share of the accepted error probability: comparisons and
 * thresholds together spend alpha on rollbacks.
 */
public final class CanaryAnalyses {
  /** An amount is compared up to so many times stable's mean. */
  public static final double CAP = 4;

  private static final String SUPERIORITY = "Superiority";
  private static final String NON_INFERIORITY = "NonInferiority";
  private static final String THRESHOLD = "Threshold";
  private static final double DEFAULT_MARGIN = 0.05;
  private static final int DEFAULT_WINDOW_SECONDS = 600;
  private static final double WIDE = 0.5;
  private static final double PATIENCE = 10;
  private static final double MORE_PATIENCE = 100;

  private final CanaryPlan plan;
  private final List<Analysis> declared;
  private final List<Double> weights;
  private final double alpha;
  private final boolean dryRun;

  private CanaryAnalyses(CanaryPlan plan, boolean dryRun) {
    this.plan = plan;
    this.dryRun = dryRun;
    this.declared =
        declared(plan).stream()
            .filter(analysis -> !CanaryMeasure.PROMETHEUS.equals(analysis.metric()))
            .toList();
    this.alpha = Numbers.decimal("spec.plan.alpha", plan.alpha(), CanarySettings.ALPHA);
    this.weights = weights(declared);
  }

  /**
   * Reads those of a plan, or the usual ones.
   *
   * @throws IllegalArgumentException when a field has no usable value; the message names it
   */
  static CanaryAnalyses of(CanaryPlan plan, boolean dryRun) {
    return new CanaryAnalyses(plan, dryRun);
  }

  private static List<Analysis> declared(CanaryPlan plan) {
    return plan.analysis().isEmpty()
        ? List.of(
            new Analysis("quality", "Quality", null, NON_INFERIORITY, null, null, null),
            new Analysis("errors", "Errors", null, NON_INFERIORITY, null, null, null))
        : plan.analysis();
  }

  /** All that the monitor evaluates, in the order of the plan. */
  List<CanaryAnalysis> all() {
    List<CanaryAnalysis> all = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      Analysis analysis = declared.get(i);
      all.add(
          new CanaryAnalysis(
              analysis.name(),
              CanaryMeasure.of(analysis.metric()),
              analysis.score(),
              analysis.capability(),
              test(analysis),
              THRESHOLD.equals(test(analysis)) ? limit(analysis, alpha * weights.get(i)) : null));
    }
    return all;
  }

  /** What the comparisons are started with. */
  CanarySettings settings(int steps) {
    List<CanaryMetric> metrics = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      Analysis analysis = declared.get(i);
      if (!THRESHOLD.equals(test(analysis))) {
        metrics.add(new CanaryMetric(analysis.name(), weights.get(i), 0, goal(analysis)));
      }
    }
    int minimum = Numbers.orElse(plan.minimumSamples(), CanarySettings.MINIMUM_UNITS);
    return new CanarySettings(alpha, steps, minimum, maximum(minimum, metrics), metrics);
  }

  /**
   * Ten times what a good candidate needs when scores vary widely, and ten times that when
   * capabilities are told apart: beyond it the effect is too near to a margin to be told from it.
   */
  private int maximum(int minimum, List<CanaryMetric> metrics) {
    boolean capabilities = declared.stream().anyMatch(analysis -> analysis.capability() != null);
    double most = minimum;
    for (CanaryMetric metric : metrics) {
      double hurdle =
          switch (metric.goal()) {
            case PromotionGoal.NotWorse notWorse -> -notWorse.margin();
            case PromotionGoal.Better better -> better.gain();
            case PromotionGoal.Nothing _ -> -DEFAULT_MARGIN;
          };
      double gain = hurdle == 0 ? DEFAULT_MARGIN : Math.abs(hurdle);
      most =
          Math.max(
              most,
              new CanaryOutlook(WIDE, hurdle, -Math.log(alpha)).blocks(gain).orElse(0)
                  * (capabilities ? MORE_PATIENCE : PATIENCE));
    }
    return (int) Math.min(CanarySettings.NO_MAXIMUM, most);
  }

  private static String test(Analysis analysis) {
    return analysis.test() == null ? NON_INFERIORITY : analysis.test();
  }

  /** Times of a dry run are shown and decide nothing: its traffic is shadow traffic. */
  private PromotionGoal goal(Analysis analysis) {
    CanaryMeasure measure = CanaryMeasure.of(analysis.metric());
    if (dryRun && measure.timed()) {
      return new PromotionGoal.Nothing();
    }
    String field = "spec.plan.analysis[%s].".formatted(analysis.name());
    double scale = measure.amount() ? 1 / CAP : 1;
    return switch (test(analysis)) {
      case NON_INFERIORITY ->
          new PromotionGoal.NotWorse(
              scale * Numbers.decimal(field + "margin", analysis.margin(), DEFAULT_MARGIN));
      case SUPERIORITY ->
          new PromotionGoal.Better(
              scale * Numbers.decimal(field + "minimumEffect", analysis.minimumEffect(), 0));
      default ->
          throw new IllegalArgumentException(
              "%stest must be NonInferiority, Superiority or Threshold, found '%s'"
                  .formatted(field, analysis.test()));
    };
  }

  private static Limit limit(Analysis analysis, double alpha) {
    Analysis.Threshold threshold = analysis.threshold();
    String field = "spec.plan.analysis[%s].threshold".formatted(analysis.name());
    if (threshold == null || (threshold.minimum() == null) == (threshold.maximum() == null)) {
      throw new IllegalArgumentException(field + " needs either minimum or maximum");
    }
    boolean maximum = threshold.maximum() != null;
    double value =
        maximum
            ? Numbers.decimal(field + ".maximum", threshold.maximum(), 0)
            : Numbers.decimal(field + ".minimum", threshold.minimum(), 0);
    boolean unit =
        !CanaryMeasure.of(analysis.metric()).timed()
            && !CanaryMeasure.of(analysis.metric()).amount();
    if (value <= 0 || (unit && value >= 1)) {
      throw new IllegalArgumentException(
          "%s must be above 0%s, found %s".formatted(field, unit ? " and below 1" : "", value));
    }
    return new Limit(
        value,
        maximum,
        1000L * Numbers.orElse(threshold.windowSeconds(), DEFAULT_WINDOW_SECONDS),
        threshold.quantile() == null
            ? null
            : Double.valueOf(Numbers.decimal(field + ".quantile", threshold.quantile(), 0.5)),
        alpha);
  }

  /**
   * Shares of alpha that sum to 1: as stated, in proportion; those that state none share like an
   * average one.
   */
  private static List<Double> weights(List<Analysis> analyses) {
    List<Double> stated =
        analyses.stream()
            .map(
                analysis ->
                    Numbers.decimal(
                        "spec.plan.analysis[%s].weight".formatted(analysis.name()),
                        analysis.weight(),
                        Double.NaN))
            .toList();
    double average =
        stated.stream()
            .filter(weight -> !weight.isNaN())
            .mapToDouble(weight -> weight)
            .average()
            .orElse(1);
    List<Double> filled = stated.stream().map(weight -> weight.isNaN() ? average : weight).toList();
    double sum = filled.stream().mapToDouble(weight -> weight).sum();
    return filled.stream().map(weight -> weight / sum).toList();
  }
}
