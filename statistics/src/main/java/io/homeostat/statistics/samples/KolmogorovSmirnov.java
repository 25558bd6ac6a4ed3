package io.homeostat.statistics.samples;

import io.homeostat.statistics.samples.Comparison.Method;
import java.util.OptionalDouble;

/**
 * Kolmogorov and Smirnov's two-sided test: D = max |F − G| over the empirical distribution
 * functions, in [0, 1]; sees any difference, best in the middle of the distribution.
 *
 * <p>Exact: under "no difference" every order of the n + m values is equally likely, which makes a
 * lattice path from (0, 0) to (n, m) that steps to (i, j) from (i − 1, j) with probability i/(i +
 * j); the p-value is the probability that a path reaches |i/n − j/m| ≥ D. For continuous values a
 * path may reach it anywhere; with ties this p-value is an upper bound, and {@link #givenTies} lets
 * it be reached only where a tied group ends, which is exact for the values at hand (Schröer and
 * Trenkler 1995). Asymptotic: Smirnov's limit law of D·√(nm/(n + m)).
 */
public final class KolmogorovSmirnov {
  private static final double MOST_STEPS = 5e7;

  private KolmogorovSmirnov() {}

  /**
   * Exact p-value for continuous values while n·m ≤ 5·10⁷, asymptotic beyond; an upper bound with
   * ties.
   *
   * @param reference finite values
   * @param current finite values
   */
  public static Comparison compare(double[] reference, double[] current) {
    PooledSample pooled = PooledSample.of(reference, current);
    return pooled.referenceSize() * (double) pooled.currentSize() > MOST_STEPS
        ? asymptotic(pooled)
        : exact(pooled, false);
  }

  /**
   * Exact p-value given the ties while n·m ≤ 5·10⁷, asymptotic (an upper bound with ties) beyond.
   *
   * @param reference finite values
   * @param current finite values
   */
  public static Comparison givenTies(double[] reference, double[] current) {
    PooledSample pooled = PooledSample.of(reference, current);
    return pooled.referenceSize() * (double) pooled.currentSize() > MOST_STEPS
        ? asymptotic(pooled)
        : exact(pooled, pooled.tied() > 0);
  }

  /**
   * Asymptotic p-value; too large for small samples and with ties.
   *
   * @param reference finite values
   * @param current finite values
   */
  public static Comparison asymptotic(double[] reference, double[] current) {
    return asymptotic(PooledSample.of(reference, current));
  }

  private static Comparison exact(PooledSample pooled, boolean keepTies) {
    if (pooled.tooSmall()) {
      return pooled.notEnough(PooledSample.FEWEST);
    }
    long gap = gap(pooled);
    boolean[] end = new boolean[pooled.size() + 1];
    int position = 0;
    for (int k = 0; k < pooled.distinct(); k++) {
      position += pooled.total(k);
      end[position] = true;
    }
    int n = pooled.referenceSize();
    int m = pooled.currentSize();
    double[] reached = new double[m + 1];
    for (int i = 0; i <= n; i++) {
      for (int j = 0; j <= m; j++) {
        if (Math.abs((long) i * m - (long) j * n) >= gap && (!keepTies || end[i + j])) {
          reached[j] = 1;
        } else if (i + j > 0) {
          double before = j > 0 ? reached[j - 1] * j : 0;
          reached[j] = (before + (i > 0 ? reached[j] * i : 0)) / (i + j);
        }
      }
    }
    return tested(pooled, gap, reached[m], keepTies ? Method.EXACT_GIVEN_TIES : Method.EXACT);
  }

  private static Comparison asymptotic(PooledSample pooled) {
    if (pooled.tooSmall()) {
      return pooled.notEnough(PooledSample.FEWEST);
    }
    long gap = gap(pooled);
    double cells = pooled.referenceSize() * (double) pooled.currentSize();
    double scaled = gap / cells * Math.sqrt(cells / pooled.size());
    return tested(pooled, gap, limitSurvival(scaled), Method.ASYMPTOTIC);
  }

  private static Comparison tested(PooledSample pooled, long gap, double p, Method method) {
    double cells = pooled.referenceSize() * (double) pooled.currentSize();
    return new Comparison.Tested(
        gap / cells,
        Math.min(1, p),
        OptionalDouble.empty(),
        method,
        pooled.referenceSize(),
        pooled.currentSize(),
        pooled.tied());
  }

  /** D·n·m, a whole number. */
  private static long gap(PooledSample pooled) {
    long n = pooled.referenceSize();
    long m = pooled.currentSize();
    long distance = 0;
    long largest = 0;
    for (int k = 0; k < pooled.distinct(); k++) {
      distance += pooled.reference()[k] * m - pooled.current()[k] * n;
      largest = Math.max(largest, Math.abs(distance));
    }
    return largest;
  }

  /** Smirnov's limit of P(D·√(nm/(n+m)) ≥ x), by the series that converges faster at x. */
  static double limitSurvival(double x) {
    if (x < 0.1) {
      return 1;
    }
    double sum = 0;
    if (x < 1) {
      for (int k = 1; k <= 9; k += 2) {
        sum += Math.exp(-k * k * Math.PI * Math.PI / (8 * x * x));
      }
      return 1 - Math.sqrt(2 * Math.PI) / x * sum;
    }
    for (int k = 1; k <= 6; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * x * x);
    }
    return sum;
  }
}
