package io.homeostat.statistics.agreement;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** What the labelled items say about a judge; "cannot be estimated" is an answer of its own. */
public sealed interface Agreement {

  /**
   * Agreement and bias.
   *
   * @param kappa quadratic-weighted κ in [−1, 1]
   * @param standardError of κ, ≥ 0 (0 when all pairs agree)
   * @param lowerBound one-sided lower bound of κ at the level asked for, at least −1
   * @param bias mean of judge − label with a two-sided interval at the level asked for
   */
  record Estimate(double kappa, double standardError, double lowerBound, Interval bias)
      implements Agreement {
    /**
     * Two-sided large-sample interval of κ, within [−1, 1].
     *
     * @param alpha in (0, 0.5]: α/2 on each side
     */
    public Interval kappaInterval(double alpha) {
      Require.within("the error probability of an agreement", alpha, Double.MIN_NORMAL, 0.5);
      double radius =
          NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2) * standardError;
      return new Interval(
          kappa, Math.max(-1, kappa - radius), Math.min(1, kappa + radius), bias.count());
    }
  }

  /**
   * Too few items.
   *
   * @param items labelled items
   * @param needed the fewest that are accepted
   */
  record NotEnoughData(int items, int needed) implements Agreement {}

  /**
   * All judgements and labels are one value: chance alone explains any agreement.
   *
   * @param value that value
   */
  record NoVariation(double value) implements Agreement {}
}
