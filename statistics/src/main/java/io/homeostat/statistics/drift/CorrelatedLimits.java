package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;

/**
 * Widens the limits of classical charts for values that follow a stationary AR(1) process with
 * lag-1 autocorrelation φ and the standard deviation by which the chart standardises.
 *
 * <p>Theory gives the variance of what the chart plots, not its run length, so the result is
 * approximate for 0 ≤ φ ≤ .5: within a quarter for CUSUM, up to a half longer for EWMA. A Shewhart
 * chart for individual values needs no change when its deviation is that of the values (not the one
 * of moving ranges): each value still passes its limits as often, and alarms that come in groups
 * only lengthen the run. Prefer {@link BlockDoubling}, which needs no model.
 */
public final class CorrelatedLimits {
  private static final double OVERSHOOT = 1.166;
  private static final int STEPS = 60;

  private CorrelatedLimits() {}

  /**
   * EWMA: L·√((1 + φ(1−λ))/(1 − φ(1−λ))), the ratio of the standard deviations of the statistic
   * with and without correlation. Source: Zhang, A statistical control chart for stationary process
   * data (1998).
   *
   * @param limit L &gt; 0 for independent values
   * @param lambda λ in (0, 1]
   * @param phi φ in [0, 1)
   */
  public static double ewma(double limit, double lambda, double phi) {
    Require.within("an EWMA limit", limit, Double.MIN_NORMAL, 100);
    Require.within("lambda", lambda, Double.MIN_NORMAL, 1);
    checkPhi(phi);
    double carried = phi * (1 - lambda);
    return limit * Math.sqrt((1 + carried) / (1 - carried));
  }

  /**
   * Tabular CUSUM: the h' at which Siegmund's run length for the long-run variance s² = (1+φ)/(1−φ)
   * equals that of (k, h) for independent values: s²·A(2k·b'/s²) = A(2k·(h + 1.166)) with A(x) =
   * e^x − 1 − x and h' = b' − 1.166·(s + 2φ/(1−φ)). The last term is the overshoot of the
   * martingale in the sum, whose other part, φ/(1−φ)·x_t, is large when the chart alarms. Source:
   * Siegmund, Sequential Analysis (1985), with the martingale decomposition of an AR(1) sum.
   *
   * @param k allowance in (0, 5]
   * @param h decision interval in (0, 60] for independent values
   * @param phi φ in [0, 1)
   */
  public static double cusum(double k, double h, double phi) {
    Require.within("k", k, 1e-6, 5);
    Require.within("h", h, Double.MIN_NORMAL, 60);
    checkPhi(phi);
    double variance = (1 + phi) / (1 - phi);
    double overshoot = OVERSHOOT * (Math.sqrt(variance) + 2 * phi / (1 - phi));
    double wanted = exponent(2 * k * (h + OVERSHOOT));
    double low = 0;
    double high = variance * (h + OVERSHOOT);
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      if (variance * exponent(2 * k * middle / variance) < wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.max(h, high - overshoot);
  }

  private static double exponent(double b) {
    return Math.expm1(b) - b;
  }

  private static void checkPhi(double phi) {
    if (!(phi >= 0 && phi < 1)) {
      throw new IllegalArgumentException(
          "phi must lie in [0, 1) but is "
              + phi
              + ": limits for negative correlation stay as they are");
    }
  }
}
