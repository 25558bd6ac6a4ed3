package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.charts.ChartDecision.Side;

/** Limits that are symmetric around the centre line. */
final class Limits {
  private static final double MOST = 1_000;
  private static final double LEAST = 1e-6;

  private Limits() {}

  static double checked(double limit) {
    return Require.within("a control limit", limit, LEAST, MOST);
  }

  /** A statistic read from saved bytes. */
  static double saved(double statistic) {
    return Require.within("a saved statistic", statistic, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  static ChartDecision decide(double statistic, double limit) {
    double signed = Math.copySign(limit, statistic);
    return Math.abs(statistic) > limit
        ? new ChartDecision.Signal(
            ChartRule.LIMIT, statistic > 0 ? Side.UPPER : Side.LOWER, statistic, signed)
        : new ChartDecision.InControl(statistic, signed);
  }
}
