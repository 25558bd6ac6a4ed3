package io.homeostat.statistics.canary;

import io.homeostat.statistics.Require;

/**
 * One metric of a canary: values in [0, 1] per unit, higher is better (an error rate enters as 1
 * for success and 0 for failure).
 *
 * @param name shown with the evidence, not blank
 * @param weight w_j in (0, 1]: its share of α for rolling back; the weights of a canary sum to at
 *     most 1
 * @param rollbackTolerance δ0 in [0, 1): a mean difference down to −δ0 is no harm
 * @param goal what it must show before promotion
 */
public record CanaryMetric(
    String name, double weight, double rollbackTolerance, PromotionGoal goal) {

  /** Checks the ranges. */
  public CanaryMetric {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("a canary metric needs a name");
    }
    if (goal == null) {
      throw new IllegalArgumentException(
          "metric " + name + " needs a promotion goal: NotWorse, Better or Nothing");
    }
    Require.within("the weight of metric " + name, weight, Double.MIN_NORMAL, 1);
    Require.within(
        "the rollback tolerance of metric " + name, rollbackTolerance, 0, Math.nextDown(1.0));
  }
}
