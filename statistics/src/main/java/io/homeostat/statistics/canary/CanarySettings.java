package io.homeostat.statistics.canary;

import io.homeostat.statistics.Require;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is fixed before the first session of a canary. Trying the same release again spends α again:
 * k attempts that are to err with probability α altogether have α/k each.
 *
 * @param alpha error probability per side in (0, 0.5]: of rolling back a candidate that is not
 *     worse on any metric, and of promoting one that misses a goal
 * @param declaredSteps steps of the plan, 1 to 10
 * @param minimumUnits units of the smaller arm without which nothing is promoted, ≥ 1
 * @param maximumUnits units of the smaller arm at which a canary that has not decided is
 *     undecidable, ≥ minimumUnits; {@link #NO_MAXIMUM} lets it go on
 * @param metrics 1 to 64 metrics of different names, weights summing to at most 1; what is left of
 *     α may be spent on {@link WindowedThreshold}s
 */
public record CanarySettings(
    double alpha,
    int declaredSteps,
    int minimumUnits,
    int maximumUnits,
    List<CanaryMetric> metrics) {
  /** Units of the smaller arm that a promotion needs unless declared otherwise. */
  public static final int MINIMUM_UNITS = 200;

  /** For canaries whose end is set elsewhere, by a deadline for instance. */
  public static final int NO_MAXIMUM = Integer.MAX_VALUE;

  /** Error probability per side unless declared otherwise. */
  public static final double ALPHA = 0.05;

  private static final int MOST_METRICS = 64;
  private static final double ROUNDING = 1e-6;

  /** Checks the ranges. */
  public CanarySettings {
    Require.within("the error probability of a canary", alpha, Double.MIN_NORMAL, 0.5);
    Require.within("the declared steps", declaredSteps, 1, LateHarmProcess.MOST_STEPS);
    Require.within("minimumUnits", minimumUnits, 1, Integer.MAX_VALUE);
    Require.within("maximumUnits", maximumUnits, minimumUnits, NO_MAXIMUM);
    metrics = List.copyOf(metrics);
    Require.within("the number of metrics", metrics.size(), 1, MOST_METRICS);
    Set<String> names = new HashSet<>();
    double weights = 0;
    for (CanaryMetric metric : metrics) {
      if (!names.add(metric.name())) {
        throw new IllegalArgumentException(
            "two metrics of a canary are named " + metric.name() + ": give each its own name");
      }
      weights += metric.weight();
    }
    if (weights > 1 + ROUNDING) {
      throw new IllegalArgumentException(
          "the weights of a canary's metrics must sum to at most 1 but sum to " + weights);
    }
  }

  /** Settings without a maximum of units. */
  public CanarySettings(
      double alpha, int declaredSteps, int minimumUnits, List<CanaryMetric> metrics) {
    this(alpha, declaredSteps, minimumUnits, NO_MAXIMUM, metrics);
  }

  /** Equal for equal settings in every process, unlike the hash code of a record. */
  int fingerprint() {
    int result = Double.hashCode(alpha);
    result = 31 * result + declaredSteps;
    result = 31 * result + minimumUnits;
    result = 31 * result + maximumUnits;
    for (CanaryMetric metric : metrics) {
      result = 31 * result + metric.name().hashCode();
      result = 31 * result + Double.hashCode(metric.weight());
      result = 31 * result + Double.hashCode(metric.rollbackTolerance());
      double goal =
          switch (metric.goal()) {
            case PromotionGoal.NotWorse notWorse -> -notWorse.margin();
            case PromotionGoal.Better better -> better.gain();
            case PromotionGoal.Nothing _ -> 1;
          };
      result = 31 * result + Double.hashCode(goal);
    }
    return result;
  }

  /** Settings with the default error probability and minimum of units. */
  public static CanarySettings of(int declaredSteps, List<CanaryMetric> metrics) {
    return new CanarySettings(ALPHA, declaredSteps, MINIMUM_UNITS, metrics);
  }
}
