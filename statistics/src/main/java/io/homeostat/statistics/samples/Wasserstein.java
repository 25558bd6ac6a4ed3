package io.homeostat.statistics.samples;

/**
 * Wasserstein-1 distance: how far values must be moved on average to turn one sample into the
 * other, in the unit of the values; W = ∫ |F − G| dx.
 *
 * <p>The p-value is a permutation one. The often used limit "W/sd ≥ 0.1" alarms on most batches of
 * 100 without any change; the limit reported here depends on the sample sizes.
 */
public final class Wasserstein {
  private Wasserstein() {}

  /**
   * Tests whether both samples come from one distribution.
   *
   * @param reference finite values
   * @param current finite values
   * @param permutations the null distribution
   * @return statistic W ≥ 0
   */
  public static Comparison compare(
      double[] reference, double[] current, Permutations permutations) {
    PooledSample pooled = PooledSample.of(reference, current);
    return permutations.test(pooled, (a, b) -> pooled.integral(a, b, Math::abs));
  }
}
