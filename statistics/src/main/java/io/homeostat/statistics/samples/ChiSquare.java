package io.homeostat.statistics.samples;

import io.homeostat.statistics.samples.Comparison.Method;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Pearson's χ² test of equal shares of categories in two samples: X² = Σ (observed −
 * expected)²/expected over 2·B cells, B − 1 degrees of freedom.
 *
 * <p>The χ² law serves when every cell expects at least 5 (Cochran 1954); below, the p-value is the
 * exact or the permutation one of the same statistic.
 */
public final class ChiSquare {
  private static final double FEWEST_EXPECTED = 5;

  private ChiSquare() {}

  /**
   * Tests whether both samples have the same shares.
   *
   * @param reference counts per category, ≥ 0
   * @param current counts of the same categories
   * @param permutations the null distribution when cells are small, and the level of the limit
   */
  public static Comparison compare(int[] reference, int[] current, Permutations permutations) {
    if (reference.length != current.length) {
      throw new IllegalArgumentException(
          "both samples need a count for the same categories but there are "
              + reference.length
              + " and "
              + current.length);
    }
    return test(PooledSample.ofCounts(reference, current), permutations);
  }

  /**
   * Takes each distinct value as a category; for scores of few levels.
   *
   * @param reference finite values
   * @param current finite values
   * @param permutations as above
   */
  public static Comparison ofLevels(
      double[] reference, double[] current, Permutations permutations) {
    return test(PooledSample.of(reference, current), permutations);
  }

  private static Comparison test(PooledSample pooled, Permutations permutations) {
    double n = pooled.referenceSize();
    double m = pooled.currentSize();
    double fewest = Double.MAX_VALUE;
    for (int k = 0; k < pooled.distinct(); k++) {
      fewest = Math.min(fewest, pooled.total(k) * Math.min(n, m) / (n + m));
    }
    SplitStatistic statistic = (a, b) -> statistic(a, b, n, m);
    if (pooled.tooSmall() || fewest < FEWEST_EXPECTED) {
      return permutations.test(pooled, statistic);
    }
    double observed = statistic.of(pooled.reference(), pooled.current());
    ChiSquaredDistribution law = ChiSquaredDistribution.of(Math.max(1, pooled.distinct() - 1));
    return new Comparison.Tested(
        observed,
        law.survivalProbability(observed),
        OptionalDouble.of(law.inverseSurvivalProbability(permutations.alpha())),
        Method.ASYMPTOTIC,
        pooled.referenceSize(),
        pooled.currentSize(),
        pooled.tied());
  }

  private static double statistic(int[] reference, int[] current, double n, double m) {
    double sum = 0;
    for (int k = 0; k < reference.length; k++) {
      // both cells of a category in one term
      double off = reference[k] / n - current[k] / m;
      sum += off * off / (reference[k] + current[k]);
    }
    return sum * n * m;
  }
}
