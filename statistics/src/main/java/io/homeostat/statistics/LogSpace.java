package io.homeostat.statistics;

/**
 * Adds numbers that are kept as logarithms, so that evidence of any size neither overflows nor
 * dies.
 */
public final class LogSpace {
  private LogSpace() {}

  /** Returns ln(e^a + e^b); either may be negative infinity. */
  public static double add(double a, double b) {
    double high = Math.max(a, b);
    double low = Math.min(a, b);
    if (low == Double.NEGATIVE_INFINITY || high - low > 40) {
      return high;
    }
    return high + Math.log(1 + Math.exp(low - high));
  }

  /** Returns ln of the arithmetic mean of e^v over {@code values}. */
  public static double mean(double[] values) {
    return sum(values) - Math.log(values.length);
  }

  /** Returns ln of the sum of e^v over {@code values}. */
  public static double sum(double[] values) {
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      high = Math.max(high, value);
    }
    if (high == Double.NEGATIVE_INFINITY) {
      return high;
    }
    double total = 0;
    for (double value : values) {
      total += Math.exp(value - high);
    }
    return high + Math.log(total);
  }
}
