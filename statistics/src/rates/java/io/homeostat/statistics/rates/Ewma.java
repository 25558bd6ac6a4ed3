package io.homeostat.statistics.rates;

/**
 * The classical chart that the rates are compared with: two-sided EWMA of values standardised by an
 * estimated mean and deviation, fixed limits ±L√(λ/(2−λ)). λ = .05, L = 2.492 has average run
 * length 372 for known normal parameters (Lucas and Saccucci 1990).
 */
final class Ewma {
  private static final double LAMBDA = 0.05;
  private static final double BEYOND = 2.492 * Math.sqrt(LAMBDA / (2 - LAMBDA));

  private final double mean;
  private final double deviation;
  private double z;

  Ewma(double mean, double deviation) {
    this.mean = mean;
    this.deviation = Math.max(deviation, 1e-3);
  }

  /** Whether the value raises an alarm; the chart then starts again. */
  boolean alarms(double value) {
    z += LAMBDA * ((value - mean) / deviation - z);
    boolean alarm = Math.abs(z) > BEYOND;
    z = alarm ? 0 : z;
    return alarm;
  }
}
