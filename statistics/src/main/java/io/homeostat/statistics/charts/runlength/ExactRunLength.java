package io.homeostat.statistics.charts.runlength;

import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.distribution.NormalScores;

/** The average run length of a chart for independent normal values, without simulation. */
@FunctionalInterface
public interface ExactRunLength {
  /**
   * Average number of values up to and including the one that signals, from a fresh start.
   *
   * @param scores the values as they are
   * @param baseline centre line and σ that the chart believes in
   * @return at least 1; may be infinite
   */
  double of(NormalScores scores, ChartBaseline baseline);

  /** The average run length for values that are already standardised. */
  default double of(NormalScores standardised) {
    return of(standardised, ChartBaseline.STANDARD);
  }
}
