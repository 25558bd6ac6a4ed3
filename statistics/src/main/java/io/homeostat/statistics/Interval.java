package io.homeostat.statistics;

/**
 * An estimate with its lower and upper bound, because a figure without its uncertainty is not
 * evidence.
 *
 * @param estimate the point estimate
 * @param lower the lower bound, at most {@code upper}
 * @param upper the upper bound
 * @param count the number of observations behind it
 */
public record Interval(double estimate, double lower, double upper, long count) {
  /** Rejects NaN and bounds in the wrong order. */
  public Interval {
    if (Double.isNaN(estimate) || !(lower <= upper)) {
      throw new IllegalArgumentException(
          "an interval needs lower <= upper and a number as estimate but got "
              + estimate
              + " in ["
              + lower
              + ", "
              + upper
              + "]");
    }
  }
}
