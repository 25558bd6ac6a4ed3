package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;

/**
 * Turns "at most x false alarms a month over all streams" into the limit of each stream.
 *
 * <p>Stream k with n_k values a month alarms at c_k = K·n_k/x, which gives it at most n_k/c_k = x/K
 * false alarms a month, x over all K. The bounds of the K baselines fail with probability a =
 * 0.1·x/K each (at most .05).
 *
 * @param perMonth x &gt; 0
 * @param streams K ≥ 1
 */
public record AlarmBudget(double perMonth, int streams) {
  private static final double BASELINE_SHARE = 0.1;
  private static final double MOST_LEVEL = 0.05;

  /** Checks the ranges. */
  public AlarmBudget {
    Require.within("falseAlarms.perMonth", perMonth, 1e-6, 1e6);
    Require.within("the number of streams", streams, 1, Integer.MAX_VALUE);
  }

  /**
   * The settings of one stream; at least limit 1 (a stream with fewer values a month than its share
   * of the budget cannot use it up).
   *
   * @param valuesPerMonth n_k &gt; 0, values of this stream a month
   */
  public AlarmLimits forStream(double valuesPerMonth) {
    Require.within("values per month", valuesPerMonth, Double.MIN_NORMAL, 1e15);
    return new AlarmLimits(Math.max(1, streams * valuesPerMonth / perMonth), baselineLevel());
  }

  /** a: probability with which the baseline bound of one stream may be wrong. */
  public double baselineLevel() {
    return Math.min(MOST_LEVEL, BASELINE_SHARE * perMonth / streams);
  }
}
