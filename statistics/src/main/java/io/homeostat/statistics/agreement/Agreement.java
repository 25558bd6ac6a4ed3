package io.homeostat.statistics.agreement;

import io.homeostat.statistics.Interval;

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
      implements Agreement {}

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
