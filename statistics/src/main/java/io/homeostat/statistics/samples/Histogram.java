package io.homeostat.statistics.samples;

import java.util.Arrays;

/**
 * Both samples counted in the same bins of equal width over their common range; Sturges' number of
 * bins, ⌈log₂ N⌉ + 1 for N pooled values.
 *
 * @param lowest left edge of the first bin
 * @param width of a bin; 0 when all values are one
 * @param reference counts of the reference per bin
 * @param current counts of the current sample per bin
 */
public record Histogram(double lowest, double width, int[] reference, int[] current) {

  /**
   * Counts both samples.
   *
   * @param reference finite values
   * @param current finite values, at least one in both together
   */
  public static Histogram of(double[] reference, double[] current) {
    PooledSample pooled = PooledSample.of(reference, current);
    if (pooled.size() == 0) {
      throw new IllegalArgumentException("a histogram needs at least one value");
    }
    int[] binOf = bins(pooled);
    double range = pooled.value(pooled.distinct() - 1) - pooled.value(0);
    int bins = range == 0 ? 1 : sturges(pooled.size());
    return new Histogram(
        pooled.value(0),
        range / bins,
        counts(pooled.reference(), binOf, bins),
        counts(pooled.current(), binOf, bins));
  }

  static int sturges(int size) {
    return (int) Math.ceil(Math.log(size) / Math.log(2) - 1e-9) + 1;
  }

  /** The bin of each distinct value. */
  static int[] bins(PooledSample pooled) {
    double lowest = pooled.value(0);
    double range = pooled.value(pooled.distinct() - 1) - lowest;
    int bins = sturges(pooled.size());
    int[] binOf = new int[pooled.distinct()];
    Arrays.setAll(
        binOf,
        k ->
            range == 0 ? 0 : (int) Math.min(bins - 1, bins * ((pooled.value(k) - lowest) / range)));
    return binOf;
  }

  static int[] counts(int[] perValue, int[] binOf, int bins) {
    int[] counts = new int[bins];
    for (int k = 0; k < perValue.length; k++) {
      counts[binOf[k]] += perValue[k];
    }
    return counts;
  }
}
