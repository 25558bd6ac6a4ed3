package io.homeostat.statistics.paired;

import io.homeostat.statistics.BettingBound;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean difference of two systems on the same items, with bounds for a number of items that was
 * fixed before.
 */
public final class PairedDifference {
  private static final int FEWEST = 2;

  private PairedDifference() {}

  /**
   * Student's interval: mean ± t·s/√n. When all n differences are one value d, the share of items
   * that would differ from it is only known to be at most q = 1 − (α/2)^(1/n), and the interval is
   * [d − q(1 + d), d + q(1 − d)]. Good from about 20 items with several different differences;
   * exact under normality.
   *
   * @param candidate values in [0, 1], at least 2
   * @param control as many values in [0, 1], of the same items in the same order
   * @param alpha in (0, 0.5]: α/2 on each side
   * @return mean of candidate − control with its bounds within [−1, 1]
   */
  public static Interval student(double[] candidate, double[] control, double alpha) {
    double[] differences = differences(candidate, control, alpha);
    int n = differences.length;
    double mean = mean(differences);
    double squares = 0;
    boolean same = true;
    for (double difference : differences) {
      squares += (difference - mean) * (difference - mean);
      same &= difference == differences[0];
    }
    if (same) {
      double unseen = 1 - Math.pow(alpha / 2, 1.0 / n);
      double d = differences[0];
      return new Interval(d, d - unseen * (1 + d), d + unseen * (1 - d), n);
    }
    double error = Math.sqrt(squares / (n - 1) / n);
    double radius = TDistribution.of(n - 1).inverseSurvivalProbability(alpha / 2) * error;
    return new Interval(mean, Math.max(-1, mean - radius), Math.min(1, mean + radius), n);
  }

  /**
   * An interval that holds for every distribution and every n: the {@link BettingBound} of (D +
   * 1)/2. Wider than {@link #student}.
   *
   * @param candidate values in [0, 1], at least 2
   * @param control as many values in [0, 1], of the same items in the same order
   * @param alpha in (0, 0.5]: α/2 on each side
   * @return mean of candidate − control with its bounds within [−1, 1]
   */
  public static Interval bounded(double[] candidate, double[] control, double alpha) {
    double[] differences = differences(candidate, control, alpha);
    int n = differences.length;
    double lower = BettingBound.lower(i -> (differences[i] + 1) / 2, n, alpha / 2, n);
    double upper = BettingBound.upper(i -> (differences[i] + 1) / 2, n, alpha / 2, n);
    return new Interval(mean(differences), 2 * lower - 1, 2 * upper - 1, n);
  }

  private static double[] differences(double[] candidate, double[] control, double alpha) {
    Require.within("the error probability of an interval", alpha, Double.MIN_NORMAL, 0.5);
    if (candidate.length != control.length || candidate.length < FEWEST) {
      throw new IllegalArgumentException(
          "a paired difference needs the same items on both sides, at least "
              + FEWEST
              + ", but got "
              + candidate.length
              + " and "
              + control.length);
    }
    double[] differences = new double[candidate.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] =
          Require.unit("candidate value " + i, candidate[i])
              - Require.unit("control value " + i, control[i]);
    }
    return differences;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
