package io.homeostat.statistics.paired;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How many times the control's mean the candidate's mean is, for figures without an upper end, such
 * as times, tokens and costs of the same items.
 *
 * <p>The interval holds every ratio r for which Student's test of E(candidate − r·control) = 0 on
 * the paired values does not reject (Fieller 1954). Exact under normality; good from about 30
 * items.
 */
public final class RatioOfMeans {
  /** Items from which Student's distribution serves for such figures. */
  public static final int FEWEST = 30;

  private RatioOfMeans() {}

  /**
   * The ratio with its bounds.
   *
   * @param candidate values of at least 0 of at least two items
   * @param control as many values of at least 0 of the same items in the same order
   * @param alpha one-sided, in (0, 0.5]: each bound alone is missed with that probability
   * @return bounds in [0, ∞]; [0, ∞] when the control's mean may be 0
   */
  public static Interval of(double[] candidate, double[] control, double alpha) {
    Require.within("the error probability of an interval", alpha, Double.MIN_NORMAL, 0.5);
    int n = candidate.length;
    if (n != control.length || n < 2) {
      throw new IllegalArgumentException(
          "a ratio of means needs the same items on both sides, at least 2, but got "
              + n
              + " and "
              + control.length);
    }
    double top = mean(candidate);
    double bottom = mean(control);
    double t = TDistribution.of(n - 1).inverseSurvivalProbability(alpha);
    double scale = t * t / (n - 1) / n;
    double a = bottom * bottom - scale * products(control, bottom, control, bottom);
    double b = top * bottom - scale * products(candidate, top, control, bottom);
    double c = top * top - scale * products(candidate, top, candidate, top);
    if (bottom <= 0 || a <= 0) {
      return new Interval(
          bottom <= 0 ? Double.POSITIVE_INFINITY : top / bottom, 0, Double.POSITIVE_INFINITY, n);
    }
    double root = Math.sqrt(Math.max(0, b * b - a * c));
    return new Interval(top / bottom, Math.max(0, (b - root) / a), (b + root) / a, n);
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).sum() / values.length;
  }

  private static double products(double[] x, double meanX, double[] y, double meanY) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - meanX) * (y[i] - meanY);
    }
    return sum;
  }
}
