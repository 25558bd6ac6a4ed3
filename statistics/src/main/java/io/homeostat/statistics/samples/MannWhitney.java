package io.homeostat.statistics.samples;

import io.homeostat.statistics.samples.Comparison.Method;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Mann and Whitney's two-sided test of a shift: U = number of pairs in which the reference value is
 * larger, ties counting half; U/(nm) is the probability that a reference value beats a current one.
 *
 * <p>Exact given the ties while the distribution of the rank sum takes at most 5·10⁷ steps (up to
 * about 50 values on each side, more when one sample is small): P(|U − nm/2| ≥ |u − nm/2|) over all
 * splits. Else the normal approximation with variance nm/12·(N + 1 − Σ(t³ − t)/(N(N − 1))) over
 * tied groups of t values and a continuity correction of ½ (Lehmann 1975).
 */
public final class MannWhitney {
  private static final double MOST_STEPS = 5e7;

  private MannWhitney() {}

  /**
   * Tests whether one sample tends to be larger.
   *
   * @param reference finite values
   * @param current finite values
   * @return statistic U in [0, nm]
   */
  public static Comparison compare(double[] reference, double[] current) {
    PooledSample pooled = PooledSample.of(reference, current);
    if (pooled.tooSmall()) {
      return pooled.notEnough(PooledSample.FEWEST);
    }
    double n = pooled.referenceSize();
    double m = pooled.currentSize();
    double u = doubledRankSum(pooled, pooled.reference()) / 2.0 - n * (n + 1) / 2;
    double smaller = Math.min(n, m);
    boolean exact = 2 * pooled.size() * (double) pooled.size() * smaller * smaller <= MOST_STEPS;
    Method exactly = pooled.tied() > 0 ? Method.EXACT_GIVEN_TIES : Method.EXACT;
    return new Comparison.Tested(
        u,
        exact ? exact(pooled, Math.abs(u - n * m / 2)) : normal(pooled, Math.abs(u - n * m / 2)),
        OptionalDouble.empty(),
        exact ? exactly : Method.ASYMPTOTIC,
        pooled.referenceSize(),
        pooled.currentSize(),
        pooled.tied());
  }

  private static long doubledRankSum(PooledSample pooled, int[] counts) {
    long sum = 0;
    long before = 0;
    for (int k = 0; k < pooled.distinct(); k++) {
      sum += counts[k] * (2 * before + pooled.total(k) + 1);
      before += pooled.total(k);
    }
    return sum;
  }

  /** Counts the sets of the smaller sample's size by their doubled rank sum. */
  private static double exact(PooledSample pooled, double off) {
    int size = Math.min(pooled.referenceSize(), pooled.currentSize());
    int most = 2 * pooled.size() * size;
    double[][] ways = new double[size + 1][most + 1];
    ways[0][0] = 1;
    int before = 0;
    for (int k = 0; k < pooled.distinct(); k++) {
      int rank = 2 * before + pooled.total(k) + 1;
      for (int copy = 0; copy < pooled.total(k); copy++) {
        for (int s = size; s >= 1; s--) {
          for (int sum = most; sum >= rank; sum--) {
            ways[s][sum] += ways[s - 1][sum - rank];
          }
        }
      }
      before += pooled.total(k);
    }
    double middle = size * (pooled.size() + 1.0);
    double all = 0;
    double asFar = 0;
    for (int sum = 0; sum <= most; sum++) {
      all += ways[size][sum];
      asFar += Math.abs(sum - middle) >= 2 * off ? ways[size][sum] : 0;
    }
    return Math.min(1, asFar / all);
  }

  private static double normal(PooledSample pooled, double off) {
    double total = pooled.size();
    double ties = 0;
    for (int k = 0; k < pooled.distinct(); k++) {
      double t = pooled.total(k);
      ties += t * t * t - t;
    }
    double pairs = pooled.referenceSize() * (double) pooled.currentSize();
    double variance = pairs / 12 * (total + 1 - ties / (total * (total - 1)));
    if (variance <= 0 || off <= 0.5) {
      return 1;
    }
    double z = (off - 0.5) / Math.sqrt(variance);
    return 2 * NormalDistribution.of(0, 1).survivalProbability(z);
  }
}
