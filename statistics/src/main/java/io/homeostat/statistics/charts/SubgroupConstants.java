package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;

/**
 * Factors of the charts of mean and spread of subgroups of n normal values (ASTM Manual on
 * Presentation of Data; Montgomery, Introduction to Statistical Quality Control).
 *
 * @param n size of a subgroup, 2 to 1000
 */
public record SubgroupConstants(int n) {
  private static final double SIGMAS = 3;

  /** Checks the range. */
  public SubgroupConstants {
    Require.within("the size of a subgroup", n, 2, 1_000);
  }

  /** c4 = √(2/(n − 1))·Γ(n/2)/Γ((n − 1)/2): the mean of S/σ. */
  public double c4() {
    double ratio = 1 / Math.sqrt(Math.PI);
    for (int size = 2; size < n; size++) {
      // Γ(size/2)/Γ((size − 1)/2) times the ratio of the next size is (size − 1)/2
      ratio = (size - 1) / 2.0 / ratio;
    }
    return Math.sqrt(2.0 / (n - 1)) * ratio;
  }

  /** A3 = 3/(c4·√n): limits of the mean, in units of the average S. */
  public double a3() {
    return SIGMAS / (c4() * Math.sqrt(n));
  }

  /** B3 = max(0, 1 − 3·√(1 − c4²)/c4): lower limit of S, in units of the average S. */
  public double b3() {
    return Math.max(0, 1 - spread());
  }

  /** B4 = 1 + 3·√(1 − c4²)/c4: upper limit of S, in units of the average S. */
  public double b4() {
    return 1 + spread();
  }

  private double spread() {
    double c4 = c4();
    return SIGMAS * Math.sqrt(1 - c4 * c4) / c4;
  }
}
