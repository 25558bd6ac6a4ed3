package io.homeostat.statistics.charts.runlength;

import io.homeostat.statistics.Require;
import java.util.function.DoubleUnaryOperator;

/** Finds the limit that gives a wanted average run length. */
public final class LimitSearch {
  private static final double PRECISION = 1e-9;
  private static final double LARGE = 100;

  private LimitSearch() {}

  /**
   * The smallest limit with at least a wanted average run length.
   *
   * @param runLength wanted average run length, in [1, 1e9]
   * @param low where to begin, &gt; 0
   * @param high the largest limit to try
   * @param ofLimit average run length by limit, not falling
   * @throws IllegalArgumentException when {@code high} is not enough
   */
  public static double atLeast(
      double runLength, double low, double high, DoubleUnaryOperator ofLimit) {
    Require.within("the average run length", runLength, 1, 1e9);
    double below = low;
    double above = Math.min(high, 2 * low);
    while (above < high && ofLimit.applyAsDouble(above) < runLength) {
      below = above;
      above = Math.min(high, 1.5 * above);
    }
    if (ofLimit.applyAsDouble(above) < runLength) {
      throw new IllegalArgumentException(
          "no limit up to " + high + " has an average run length of " + runLength);
    }
    return crossing(runLength, below, above, PRECISION, ofLimit);
  }

  /**
   * Where a function that does not fall crosses {@code runLength}: the Illinois method on its
   * logarithm, with a halving when it does not bring the ends together.
   *
   * @return the upper end of an interval around the crossing of relative width {@code precision};
   *     an end of the given interval when the crossing is not inside
   */
  static double crossing(
      double runLength, double from, double to, double precision, DoubleUnaryOperator ofArgument) {
    double below = from;
    double above = to;
    double lower = gap(ofArgument.applyAsDouble(below), runLength);
    double upper = gap(ofArgument.applyAsDouble(above), runLength);
    if (lower >= 0 || upper < 0) {
      return lower >= 0 ? below : above;
    }
    int side = 0;
    boolean halve = false;
    while (above - below > precision * above) {
      double width = above - below;
      double middle = halve ? below + width / 2 : below + width * lower / (lower - upper);
      if (middle <= below || middle >= above) {
        middle = below + width / 2;
      }
      double value = gap(ofArgument.applyAsDouble(middle), runLength);
      if (value < 0) {
        below = middle;
        lower = value;
        upper = side < 0 ? upper / 2 : upper;
      } else {
        above = middle;
        upper = value;
        lower = side > 0 ? lower / 2 : lower;
      }
      side = value < 0 ? -1 : 1;
      halve = !halve && above - below > 0.5 * width;
    }
    return above;
  }

  private static double gap(double value, double runLength) {
    return Math.min(LARGE, Math.log(value / runLength));
  }
}
