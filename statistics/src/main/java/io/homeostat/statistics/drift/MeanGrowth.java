package io.homeostat.statistics.drift;

import io.homeostat.statistics.LogSpace;

/**
 * The Shiryaev–Roberts sums of several bets when each grows by exactly its mean rate g a value: ln
 * M(t) = ln(e^g + e^{2g} + … + e^{tg}).
 */
final class MeanGrowth {
  private static final double LONGEST = 1e9;
  private static final int STEPS = 60;

  private MeanGrowth() {}

  /**
   * ln of the share that the largest M has in the sum at the time when their mean reaches the
   * limit; 0 when none grows.
   */
  static double logShareAtLimit(double[] growth, double logLimit) {
    double low = 1;
    double high = LONGEST;
    if (LogSpace.mean(at(growth, high)) < logLimit) {
      return 0;
    }
    for (int step = 0; step < STEPS; step++) {
      double middle = Math.sqrt(low * high);
      if (LogSpace.mean(at(growth, middle)) < logLimit) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double[] logs = at(growth, high);
    double largest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      largest = Math.max(largest, log);
    }
    return largest - LogSpace.sum(logs);
  }

  private static double[] at(double[] growth, double t) {
    double[] logs = new double[growth.length];
    for (int k = 0; k < logs.length; k++) {
      double g = growth[k];
      if (Math.abs(g) * t < 1e-6) {
        logs[k] = Math.log(t);
      } else if (g > 0) {
        logs[k] = g * t + Math.log(-Math.expm1(-g * t)) - Math.log(-Math.expm1(-g));
      } else {
        logs[k] = g + Math.log(-Math.expm1(g * t)) - Math.log(-Math.expm1(g));
      }
    }
    return logs;
  }
}
