package io.homeostat.statistics.charts;

/**
 * A chart that is shown one value after the other, so that every chart can be planned, simulated
 * and run the same way.
 *
 * <p>Charts are mutable, for one thread, and their {@link #observe} allocates nothing. After a
 * signal the caller decides: {@link #restart} and go on, or go on as is.
 */
public sealed interface ControlChart
    permits CusumChart,
        EwmaChart,
        RankCusumChart,
        RunRulesChart,
        SelfStartingChart,
        ShewhartChart,
        SubgroupChart {
  /** The largest magnitude of a value that a chart takes. */
  double MOST_VALUE = 1e12;

  /**
   * Takes the next value.
   *
   * @param value in [−1e12, 1e12]
   * @throws IllegalArgumentException when it is NaN, infinite or outside; the chart is unchanged
   */
  void observe(double value);

  /** Whether the last value made the chart signal; as {@link #decide} without its figures. */
  boolean signals();

  /** What the chart says after the last value, with its evidence. */
  ChartDecision decide();

  /** Forgets the values but not the baseline and the limits. */
  void restart();

  /** The state as bytes, settings included. */
  byte[] toBytes();
}
