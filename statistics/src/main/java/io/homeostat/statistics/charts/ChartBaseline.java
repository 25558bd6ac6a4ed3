package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Centre line and σ of a chart.
 *
 * @param mean centre line
 * @param deviation σ, &gt; 0: known, or S of the baseline's values (not divided by c4)
 */
public record ChartBaseline(double mean, double deviation) {
  /** Values that are already standardised. */
  public static final ChartBaseline STANDARD = new ChartBaseline(0, 1);

  private static final double LEAST_DEVIATION = 1e-12;

  /** Checks the ranges. */
  public ChartBaseline {
    Require.within("the centre line", mean, -ControlChart.MOST_VALUE, ControlChart.MOST_VALUE);
    Require.within(
        "the standard deviation of a chart", deviation, LEAST_DEVIATION, ControlChart.MOST_VALUE);
  }

  /**
   * Mean and S (n − 1) of values.
   *
   * @param values at least 2, not all equal
   */
  public static ChartBaseline of(double[] values) {
    Require.within("the number of baseline values", values.length, 2, Integer.MAX_VALUE);
    double mean = 0;
    for (double value : values) {
      mean += checked(value) / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new ChartBaseline(mean, Math.sqrt(squares / (values.length - 1)));
  }

  /** (value − mean)/σ. */
  public double standardised(double value) {
    return (checked(value) - mean) / deviation;
  }

  private static double checked(double value) {
    return Require.within("a value", value, -ControlChart.MOST_VALUE, ControlChart.MOST_VALUE);
  }

  void write(StateWriter out) {
    out.put(mean).put(deviation);
  }

  static ChartBaseline read(StateReader in) {
    return new ChartBaseline(in.nextDouble(), in.nextDouble());
  }
}
