package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;

/**
 * Chooses the bets λ of a drop detector, so that drops from a quarter to three standard deviations
 * and the smallest drop that matters are all found about as fast as if their size were known.
 */
final class BettingGrid {
  private static final double[] MULTIPLES = {0.25, 0.5, 1, 1.5, 2, 3};
  private static final double LEAST_DEVIATION = 0.05;
  private static final double CAP = 0.95;

  /** Number of bets in every grid. */
  static final int SIZE = MULTIPLES.length + 1;

  private BettingGrid() {}

  /**
   * A bet for each drop Δ ∈ {.25, .5, 1, 1.5, 2, 3}·σ̃ and Δ = the smallest drop that matters, σ̃ =
   * max(s, .05), each at most .95/(1 − m). Below σ̃ it is Δ/(σ̃² + Δ²), the second-order
   * approximation of the bet under which evidence grows fastest; that has its maximum at Δ = σ̃, so
   * from there on it is Δ/σ̃² (exact for binary values), and a larger drop is met by a larger bet.
   *
   * @param reference m in (0, 1), the mean that is still good
   * @param deviation s ≥ 0, standard deviation of the values
   * @param smallestDrop in (0, 1]
   */
  static double[] forDrop(double reference, double deviation, double smallestDrop) {
    Require.between("the reference mean", reference, 0, 1);
    Require.within("the standard deviation", deviation, 0, 1);
    Require.within("the smallest drop that matters", smallestDrop, Double.MIN_NORMAL, 1);
    double sigma = Math.max(deviation, LEAST_DEVIATION);
    double cap = CAP / (1 - reference);
    double[] bets = new double[SIZE];
    for (int k = 0; k < MULTIPLES.length; k++) {
      bets[k] = Math.min(cap, bet(MULTIPLES[k] * sigma, sigma));
    }
    bets[MULTIPLES.length] = Math.min(cap, bet(smallestDrop, sigma));
    return bets;
  }

  private static double bet(double drop, double sigma) {
    double variance = sigma * sigma;
    return drop < sigma ? drop / (variance + drop * drop) : drop / variance;
  }
}
