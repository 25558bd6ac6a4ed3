package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;

/**
 * The settings of one stream that follow from the budget of all.
 *
 * @param limit c ≥ 1: the stream alarms when its evidence reaches it
 * @param baselineLevel in (0, 0.5]: probability with which the baseline's lower bound may be wrong
 */
public record AlarmLimits(double limit, double baselineLevel) {
  /** Checks the ranges. */
  public AlarmLimits {
    Require.within("an alarm limit", limit, 1, Double.MAX_VALUE);
    Require.within("the level of the baseline bound", baselineLevel, Double.MIN_NORMAL, 0.5);
  }
}
