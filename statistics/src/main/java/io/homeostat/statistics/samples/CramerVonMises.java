package io.homeostat.statistics.samples;

import io.homeostat.statistics.samples.Comparison.Method;
import java.util.OptionalDouble;

/**
 * Cramér and von Mises' two-sample test: sums squared distances between both distribution functions
 * and so sees small differences along the whole range better than the largest one alone.
 *
 * <p>T = U/(nmN) − (4nm − 1)/(6N), U = n Σ (r_i − i)² + m Σ (s_j − j)² with the ranks r of the
 * sorted reference and s of the sorted current values among all N = n + m, tied values sharing
 * their mean rank (Anderson 1962). With at most 200,000 splits the p-value goes through all of
 * them, ties kept; else T is brought to the mean and variance of its limit law (Anderson's
 * equations 5 and 9), good from about 10 values on each side.
 *
 * <p>That law is for continuous values: on scores of a few levels shared ranks make T large without
 * any change. When more than a tenth of the values are tied, the statistic is instead nm/N² Σ t(F −
 * G)² over the distinct values with t occurrences, which is T without ties, and its p-value a
 * permutation one.
 */
public final class CramerVonMises {
  private static final double MOST_TIED = 0.1;

  private CramerVonMises() {}

  /**
   * Tests whether both samples come from one distribution.
   *
   * @param reference finite values
   * @param current finite values
   * @param permutations the null distribution when many values are tied
   */
  public static Comparison compare(
      double[] reference, double[] current, Permutations permutations) {
    PooledSample pooled = PooledSample.of(reference, current);
    if (pooled.tooSmall()) {
      return pooled.notEnough(PooledSample.FEWEST);
    }
    double n = pooled.referenceSize();
    double m = pooled.currentSize();
    if (pooled.tied() > MOST_TIED * pooled.size()) {
      return permutations.test(pooled, (a, b) -> tiedDistance(a, b, n, m));
    }
    double observed = distance(pooled.reference(), pooled.current(), n, m);
    double total = n + m;
    double t = observed / (n * m * total) - (4 * n * m - 1) / (6 * total);
    boolean all = Splits.count(pooled) <= Splits.MOST;
    Method exact = pooled.tied() > 0 ? Method.EXACT_GIVEN_TIES : Method.EXACT;
    double p =
        all ? Splits.pValue(pooled, (a, b) -> distance(a, b, n, m), observed) : asymptotic(t, n, m);
    return new Comparison.Tested(
        t,
        p,
        OptionalDouble.empty(),
        all ? exact : Method.ASYMPTOTIC,
        pooled.referenceSize(),
        pooled.currentSize(),
        pooled.tied());
  }

  /** The statistic for ties. */
  static double tiedDistance(int[] reference, int[] current, double n, double m) {
    double sum = 0;
    double difference = 0;
    for (int k = 0; k < reference.length; k++) {
      difference += reference[k] / n - current[k] / m;
      sum += (reference[k] + current[k]) * difference * difference;
    }
    return sum * n * m / ((n + m) * (n + m));
  }

  /** U of a split. */
  private static double distance(int[] reference, int[] current, double n, double m) {
    double u = 0;
    int before = 0;
    int referenceBefore = 0;
    int currentBefore = 0;
    for (int k = 0; k < reference.length; k++) {
      double rank = before + (reference[k] + current[k] + 1) / 2.0;
      for (int i = 0; i < reference[k]; i++) {
        double off = rank - ++referenceBefore;
        u += n * off * off;
      }
      for (int j = 0; j < current[k]; j++) {
        double off = rank - ++currentBefore;
        u += m * off * off;
      }
      before += reference[k] + current[k];
    }
    return u;
  }

  private static double asymptotic(double t, double n, double m) {
    double total = n + m;
    double k = n * m;
    double mean = (1 + 1 / total) / 6;
    double variance =
        (total + 1) * (4 * k * total - 3 * (n * n + m * m) - 2 * k) / (45 * total * total * 4 * k);
    double brought = 1.0 / 6 + (t - mean) / Math.sqrt(45 * variance);
    return limitSurvival(brought);
  }

  /** P(ω² &gt; x) of the limit law (Anderson and Darling 1952, equation 4.35). */
  static double limitSurvival(double x) {
    if (x < 0.003) {
      return 1;
    }
    double sum = 0;
    double gammaRatio = Math.sqrt(Math.PI);
    for (int j = 0; j < 60; j++) {
      gammaRatio *= j == 0 ? 1 : (j - 0.5) / j;
      double y = 4 * j + 1;
      double term = gammaRatio * Math.sqrt(y) * scaledBessel(y * y / (16 * x));
      sum += term;
      if (term < 1e-16 * sum) {
        break;
      }
    }
    return Math.clamp(1 - sum / (Math.pow(Math.PI, 1.5) * Math.sqrt(x)), 0, 1);
  }

  /** e^(−q)·K_¼(q) = ∫₀^∞ e^(−q(1 + cosh u))·cosh(u/4) du, by the trapezoidal rule. */
  private static double scaledBessel(double q) {
    double step = 1.0 / 64;
    double sum = Math.exp(-2 * q) / 2;
    for (int i = 1; i < 2_000; i++) {
      double u = i * step;
      double term = Math.exp(-q * (1 + Math.cosh(u))) * Math.cosh(u / 4);
      sum += term;
      if (term < 1e-18 * sum) {
        break;
      }
    }
    return sum * step;
  }
}
