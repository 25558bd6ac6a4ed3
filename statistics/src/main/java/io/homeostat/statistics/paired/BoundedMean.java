package io.homeostat.statistics.paired;

import io.homeostat.statistics.BettingBound;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The mean of bounded values of items whose number was fixed before, with bounds that hold at every
 * number and without a normal approximation, so that items that all agree do not look certain.
 *
 * <p>Each bound alone is missed with probability at most α. Values that are 0 and 1 get the exact
 * binomial bounds (Clopper and Pearson 1934); differences that are −1, 0 and 1 one for the better
 * and one for the worse items at α/2 each; all others the {@link BettingBound}.
 */
public final class BoundedMean {
  private BoundedMean() {}

  /**
   * Bounds of a mean of values in [0, 1].
   *
   * @param values of the items, at least one, in an order that does not depend on them
   * @param alpha one-sided, in (0, 0.5]
   */
  public static Interval level(double[] values, double alpha) {
    check(values, 0, alpha);
    int n = values.length;
    if (DoubleStream.of(values).allMatch(v -> v == 0 || v == 1)) {
      int hits = (int) DoubleStream.of(values).sum();
      return new Interval(
          (double) hits / n, shareLower(hits, n, alpha), shareUpper(hits, n, alpha), n);
    }
    return within(values, 0, 1, alpha);
  }

  /**
   * Bounds of a mean of differences in [−1, 1].
   *
   * @param values candidate minus control of the items, at least one
   * @param alpha one-sided, in (0, 0.5]
   */
  public static Interval difference(double[] values, double alpha) {
    check(values, -1, alpha);
    int n = values.length;
    if (DoubleStream.of(values).allMatch(v -> v == -1 || v == 0 || v == 1)) {
      int better = (int) DoubleStream.of(values).filter(v -> v > 0).count();
      int worse = (int) DoubleStream.of(values).filter(v -> v < 0).count();
      double half = alpha / 2;
      return new Interval(
          (double) (better - worse) / n,
          shareLower(better, n, half) - shareUpper(worse, n, half),
          shareUpper(better, n, half) - shareLower(worse, n, half),
          n);
    }
    return within(values, -1, 1, alpha);
  }

  /**
   * Bounds of a mean of values in [low, high] by the {@link BettingBound} of (v − low)/(high −
   * low).
   *
   * @param alpha one-sided, in (0, 0.5]
   */
  public static Interval within(double[] values, double low, double high, double alpha) {
    double width = high - low;
    double[] unit =
        DoubleStream.of(values).map(v -> Math.clamp((v - low) / width, 0.0, 1.0)).toArray();
    int n = unit.length;
    double lower = BettingBound.lower(i -> unit[i], n, alpha, n);
    double upper = BettingBound.upper(i -> unit[i], n, alpha, n);
    return new Interval(
        Arrays.stream(values).sum() / n, low + width * lower, low + width * upper, n);
  }

  private static double shareUpper(int hits, int n, double alpha) {
    return hits >= n
        ? 1
        : BetaDistribution.of(hits + 1.0, n - hits).inverseSurvivalProbability(alpha);
  }

  private static double shareLower(int hits, int n, double alpha) {
    return 1 - shareUpper(n - hits, n, alpha);
  }

  private static void check(double[] values, double low, double alpha) {
    Require.within("the error probability of a bound", alpha, Double.MIN_NORMAL, 0.5);
    Require.atLeast("the number of values", values.length, 1);
    for (int i = 0; i < values.length; i++) {
      Require.within("value " + i, values[i], low, 1);
    }
  }
}
