package io.homeostat.statistics.samples;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.samples.Comparison.Method;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Population stability index over quantile bins of the reference, with a limit that depends on the
 * sample sizes.
 *
 * <p>PSI = Σ (p − q)·ln(p/q) over the shares p and q of B bins, shares below 10⁻⁴ raised to it. Bin
 * edges are the reference's quantiles k/B by linear interpolation, repeated ones once, the outer
 * bins open; when the pooled values are at most B different ones, each is a bin of its own, and
 * bins without any value are left out. Without a change PSI/(1/n + 1/m) follows χ² with B − 1
 * degrees of freedom for large samples, so the limit at level α is (1/n + 1/m)·χ²_{B−1;1−α} and no
 * fixed 0.1 or 0.25 (Yurdakul and Naranjo 2020). Each bin must expect 8 values in each sample, else
 * an empty bin says too much.
 */
public final class PopulationStability {
  /** The usual number of bins. */
  public static final int DECILES = 10;

  private static final double SMALLEST_SHARE = 1e-4;
  private static final double FEWEST_EXPECTED = 5;

  private PopulationStability() {}

  /**
   * Tests by the χ² law, which needs about 5 values in each bin of each sample.
   *
   * @param reference finite values
   * @param current finite values
   * @param bins B, 2 to 100
   * @param alpha level in (0, 0.5] of the limit
   * @return statistic PSI ≥ 0 with limit and p-value of χ²
   */
  public static Comparison compare(double[] reference, double[] current, int bins, double alpha) {
    Require.within("the number of bins", bins, 2, 100);
    Require.within("the level of a test", alpha, Double.MIN_NORMAL, 0.5);
    PooledSample pooled = PooledSample.of(reference, current);
    double n = pooled.referenceSize();
    double m = pooled.currentSize();
    if (pooled.tooSmall()) {
      return pooled.notEnough((int) FEWEST_EXPECTED * bins);
    }
    int[][] counts = binned(pooled, pooled.reference(), pooled.current(), bins);
    double smallest = 1;
    int used = 0;
    for (int k = 0; k < counts[0].length; k++) {
      int total = counts[0][k] + counts[1][k];
      if (total > 0) {
        smallest = Math.min(smallest, total / (n + m));
        used++;
      }
    }
    if (smallest * Math.min(n, m) < FEWEST_EXPECTED) {
      return pooled.notEnough((int) Math.ceil(FEWEST_EXPECTED / smallest));
    }
    double psi = index(counts, n, m);
    double unit = 1 / n + 1 / m;
    ChiSquaredDistribution law = ChiSquaredDistribution.of(Math.max(1, used - 1));
    return new Comparison.Tested(
        psi,
        law.survivalProbability(psi / unit),
        OptionalDouble.of(unit * law.inverseSurvivalProbability(alpha)),
        Method.ASYMPTOTIC,
        pooled.referenceSize(),
        pooled.currentSize(),
        pooled.tied());
  }

  /**
   * Tests by permutation, the bins found anew for every split; holds for all sizes.
   *
   * @param reference finite values
   * @param current finite values
   * @param bins B, 2 to 100
   * @param permutations the null distribution
   * @return statistic PSI ≥ 0
   */
  public static Comparison compare(
      double[] reference, double[] current, int bins, Permutations permutations) {
    Require.within("the number of bins", bins, 2, 100);
    PooledSample pooled = PooledSample.of(reference, current);
    double n = pooled.referenceSize();
    double m = pooled.currentSize();
    return permutations.test(pooled, (a, b) -> index(binned(pooled, a, b, bins), n, m));
  }

  private static double index(int[][] counts, double n, double m) {
    double psi = 0;
    for (int k = 0; k < counts[0].length; k++) {
      double p = Math.max(counts[0][k] / n, SMALLEST_SHARE);
      double q = Math.max(counts[1][k] / m, SMALLEST_SHARE);
      psi += (p - q) * Math.log(p / q);
    }
    return psi;
  }

  /** Counts of both samples in the bins [edge, next edge). */
  private static int[][] binned(PooledSample pooled, int[] reference, int[] current, int bins) {
    if (pooled.distinct() <= bins) {
      return new int[][] {reference, current};
    }
    double[] edges = edges(pooled, reference, bins);
    int[][] counts = new int[2][bins];
    int bin = 0;
    for (int k = 0; k < reference.length; k++) {
      while (bin < edges.length && pooled.value(k) >= edges[bin]) {
        bin++;
      }
      counts[0][bin] += reference[k];
      counts[1][bin] += current[k];
    }
    return counts;
  }

  /** The inner edges; of equal ones the last counts, as the bins before stay empty. */
  private static double[] edges(PooledSample pooled, int[] reference, int bins) {
    double[] edges = new double[bins - 1];
    int last = pooled.referenceSize() - 1;
    int below = 0;
    int upTo = reference[0];
    for (int k = 1; k < bins; k++) {
      double position = last * (k / (double) bins);
      int rank = (int) position;
      while (upTo <= rank) {
        upTo += reference[++below];
      }
      int above = below;
      for (int reached = upTo; reached <= Math.min(rank + 1, last); reached += reference[above]) {
        above++;
      }
      double low = pooled.value(below);
      edges[k - 1] = low + (position - rank) * (pooled.value(above) - low);
    }
    return edges;
  }
}
