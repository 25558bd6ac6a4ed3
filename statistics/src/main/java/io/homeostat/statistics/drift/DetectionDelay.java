package io.homeostat.statistics.drift;

import io.homeostat.statistics.BettingBound;
import io.homeostat.statistics.Require;

/**
 * Tells a user before the fact how many values a drop costs, and which drops cannot be found.
 *
 * <p>The model of a drop d from a baseline with mean b: each value becomes 0 with probability d/b
 * and is otherwise as in the baseline ("some answers become wrong"), which is slower to find than a
 * shift of every value by d.
 */
public final class DetectionDelay {
  private DetectionDelay() {}

  /**
   * Expected values from the change to the alarm, approximately.
   *
   * <p>Per bet, ln L has mean g and variance v under the drop, and a Brownian motion with them,
   * reflected at 0, reaches h after v/(2g²)·(e^(−2gh/v) − 1 + 2gh/v) steps on average (Reynolds
   * 1975). Here h = ln c + ln(number of bets) − ln(1 + 1/max(|g|, v/2)): the mixture costs the
   * first logarithm, the many starts of the Shiryaev–Roberts sum bring back the second. The least
   * over the bets is returned. Simulation finds 0 to 25 % less up to about 1,000 values, and up to
   * a half less beyond.
   *
   * @param baseline with at least one value
   * @param reference m of the detector, in (0, 1)
   * @param smallestDrop the smallest drop that matters, in (0, 1]
   * @param drop d in (0, 1]; more than the baseline's mean counts as the mean
   * @param limit c ≥ 1
   * @return values, at least 1, or positive infinity when the mean after the drop is still at or
   *     above the reference
   */
  public static double expectedValues(
      Baseline baseline, double reference, double smallestDrop, double drop, double limit) {
    Require.within("a drop", drop, Double.MIN_NORMAL, 1);
    Require.within("an alarm limit", limit, 1, Double.MAX_VALUE);
    if (baseline.mean() - drop >= reference) {
      return Double.POSITIVE_INFINITY;
    }
    double wrong = Math.min(1, drop / baseline.mean());
    double best = Double.POSITIVE_INFINITY;
    for (double bet : BettingGrid.forDrop(reference, baseline.deviation(), smallestDrop)) {
      best = Math.min(best, perBet(baseline, reference, bet, wrong, limit));
    }
    return Math.max(1, best);
  }

  private static double perBet(
      Baseline baseline, double reference, double bet, double wrong, double limit) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < baseline.count(); i++) {
      double logL = Math.log1p(bet * (reference - baseline.value(i)));
      sum += logL / baseline.count();
      squares += logL * logL / baseline.count();
    }
    double zero = Math.log1p(bet * reference);
    double growth = (1 - wrong) * sum + wrong * zero;
    double variance = (1 - wrong) * squares + wrong * zero * zero - growth * growth;
    double starts = Math.log1p(1 / Math.max(Math.abs(growth), variance / 2));
    double height = Math.max(0, Math.log(limit) + Math.log(BettingGrid.SIZE) - starts);
    return passage(growth, variance, height);
  }

  /** Mean time in which a reflected Brownian motion reaches {@code height}. */
  private static double passage(double growth, double variance, double height) {
    double z = 2 * growth * height / variance;
    if (Math.abs(z) < 1e-6) {
      return height * height / variance;
    }
    if (z > 700) {
      return height / growth;
    }
    return variance / (2 * growth * growth) * (Math.expm1(-z) + z);
  }

  /**
   * Smallest drop that can be found after a baseline of n values: the expected width of the
   * baseline's {@link BettingBound} plus half of the smallest drop that matters.
   *
   * @param samples n ≥ 1
   * @param freezeSamples values at which the baseline freezes (the bound is tightest there)
   * @param mean of the values, in (0, 1]
   * @param deviation of the values, in [0, 1]
   * @param alpha level of the bound, in (0, 0.5]
   * @param smallestDrop in (0, 1]
   * @return at most {@code mean}: then no drop can be found
   */
  public static double smallestDetectableDrop(
      int samples,
      int freezeSamples,
      double mean,
      double deviation,
      double alpha,
      double smallestDrop) {
    double width = BettingBound.expectedWidth(mean, deviation, samples, alpha, freezeSamples);
    return Math.min(mean, width + smallestDrop / 2);
  }
}
