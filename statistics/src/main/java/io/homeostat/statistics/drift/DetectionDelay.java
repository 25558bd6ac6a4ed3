package io.homeostat.statistics.drift;

import io.homeostat.statistics.BettingBound;
import io.homeostat.statistics.Require;
import java.util.Arrays;

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
   * Expected values from the change to the alarm, when the detector has no evidence at the change.
   *
   * <p>Per bet the mean run length of the Shiryaev–Roberts recursion is computed numerically
   * ({@link RunLength}) up to the limit c·K·f that the bet has to reach: K is the number of bets
   * and f the share of the best one in the sum when all grow at their mean rate. The least over the
   * bets is returned. Simulation agrees within a tenth, except just above the smallest detectable
   * drop, where the mixture is up to a fifth faster.
   *
   * @param baseline with at least one value
   * @param reference m of the detector, in (0, 1)
   * @param smallestDrop the smallest drop that matters, in (0, 1]
   * @param drop d in (0, 1]; more than the baseline's mean counts as the mean
   * @param limit c ≥ 1
   * @param blockSize values averaged into each value of the baseline and of the detector, ≥ 1
   * @return values (not blocks), at least 1, or positive infinity when the mean after the drop is
   *     still at or above the reference
   */
  public static double expectedValues(
      Baseline baseline,
      double reference,
      double smallestDrop,
      double drop,
      double limit,
      int blockSize) {
    Require.within("a drop", drop, Double.MIN_NORMAL, 1);
    Require.within("an alarm limit", limit, 1, Double.MAX_VALUE);
    Require.atLeast("the block size", blockSize, 1);
    if (baseline.mean() - drop >= reference) {
      return Double.POSITIVE_INFINITY;
    }
    Mixture after = Mixture.of(baseline, Math.min(1, drop / baseline.mean()), blockSize);
    double[] bets = BettingGrid.forDrop(reference, baseline.deviation(), smallestDrop);
    double[] growth = new double[bets.length];
    double[][] logL = new double[bets.length][];
    for (int k = 0; k < bets.length; k++) {
      logL[k] = after.logL(bets[k], reference);
      growth[k] = after.mean(logL[k]);
    }
    double needed = Math.log(limit) + MeanGrowth.logShareAtLimit(growth, Math.log(limit));
    double best = Double.POSITIVE_INFINITY;
    double rate = 0;
    for (double[] perBet : logL) {
      double length = RunLength.mean(perBet, after.weights, needed + Math.log(bets.length));
      best = Math.min(best, length);
      rate += 1 / length;
    }
    boolean grows = Arrays.stream(growth).anyMatch(rateOfOne -> rateOfOne > 0);
    return blockSize * Math.max(1, grows ? best : Math.sqrt(best / rate));
  }

  /** The values after the drop: atoms with probabilities. */
  private record Mixture(double[] values, double[] weights) {
    private static final int ATOMS = 64;
    private static final int MOST_WRONG = 16;

    /** Each of the values behind a block is wrong with probability {@code wrong}, and then 0. */
    static Mixture of(Baseline baseline, double wrong, int blockSize) {
      int most = Math.min(blockSize, MOST_WRONG);
      double[] good = RunLength.condense(baseline.values(), most == 1 ? ATOMS : ATOMS / 2);
      double[] values = new double[good.length * (most + 1)];
      double[] weights = new double[values.length];
      double share = wrong >= 1 ? 0 : Math.pow(1 - wrong, most);
      for (int zeros = 0; zeros <= most; zeros++) {
        double weight = wrong >= 1 ? (zeros == most ? 1 : 0) : share;
        for (int i = 0; i < good.length; i++) {
          values[zeros * good.length + i] = good[i] * (most - zeros) / most;
          weights[zeros * good.length + i] = weight / good.length;
        }
        share *= wrong / (1 - wrong) * (most - zeros) / (zeros + 1);
      }
      return new Mixture(values, weights);
    }

    double[] logL(double bet, double reference) {
      double[] result = new double[values.length];
      Arrays.setAll(result, i -> Math.log1p(bet * (reference - values[i])));
      return result;
    }

    double mean(double[] of) {
      double sum = 0;
      for (int i = 0; i < of.length; i++) {
        sum += weights[i] * of[i];
      }
      return sum;
    }
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
