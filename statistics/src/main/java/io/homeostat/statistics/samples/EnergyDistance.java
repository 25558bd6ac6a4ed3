package io.homeostat.statistics.samples;

/**
 * Energy distance: √(2E|X − Y| − E|X − X'| − E|Y − Y'|) = √(2 ∫ (F − G)² dx), in the root of the
 * values' unit; 0 only for equal distributions (Székely and Rizzo 2013). The p-value is a
 * permutation one.
 */
public final class EnergyDistance {
  private EnergyDistance() {}

  /**
   * Tests whether both samples come from one distribution.
   *
   * @param reference finite values
   * @param current finite values
   * @param permutations the null distribution
   * @return statistic ≥ 0
   */
  public static Comparison compare(
      double[] reference, double[] current, Permutations permutations) {
    PooledSample pooled = PooledSample.of(reference, current);
    return permutations.test(pooled, (a, b) -> Math.sqrt(2 * pooled.integral(a, b, d -> d * d)));
  }
}
