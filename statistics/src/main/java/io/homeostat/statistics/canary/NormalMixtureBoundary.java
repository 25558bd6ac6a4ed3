package io.homeostat.statistics.canary;

import io.homeostat.statistics.Require;

/**
 * The curve that a sum of centred values with accumulated variance V leaves with probability ≤ α at
 * any time.
 *
 * <p>u(V) = √((V + ρ)·ln((V + ρ)/(ρα²))), two-sided at level α; ρ = V*​/(w − 1) with w the larger
 * root of w·e^(−w) = α²/e makes it lowest at V*. Source: Howard, Ramdas, McAuliffe and Sekhon,
 * Time-uniform, nonparametric, nonasymptotic confidence sequences (2021), section 3.
 */
public final class NormalMixtureBoundary {
  private static final double ROUNDING = 1e-15;

  private final double alpha;
  private final double rho;

  private NormalMixtureBoundary(double alpha, double rho) {
    this.alpha = alpha;
    this.rho = rho;
  }

  /**
   * The boundary that is lowest at one variance.
   *
   * @param alpha in (0, 0.5]
   * @param variance V* &gt; 0
   */
  public static NormalMixtureBoundary tightestAt(double alpha, double variance) {
    Require.within("the error probability of a boundary", alpha, Double.MIN_NORMAL, 0.5);
    Require.within("the variance of a boundary", variance, Double.MIN_NORMAL, Double.MAX_VALUE);
    double target = 1 - 2 * Math.log(alpha);
    double before = target;
    double w = target + Math.log(target);
    while (w - before > ROUNDING * w) {
      before = w;
      w = target + Math.log(w);
    }
    return new NormalMixtureBoundary(alpha, variance / (w - 1));
  }

  /** ρ of the boundary. */
  public double rho() {
    return rho;
  }

  /** u(V) for V ≥ 0. */
  public double at(double variance) {
    Require.within("an accumulated variance", variance, 0, Double.MAX_VALUE);
    double total = variance + rho;
    return Math.sqrt(total * Math.log(total / (rho * alpha * alpha)));
  }
}
