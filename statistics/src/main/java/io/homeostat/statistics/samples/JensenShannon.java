package io.homeostat.statistics.samples;

/**
 * Jensen–Shannon distance of both samples' histograms: √(½KL(p‖r) + ½KL(q‖r)) with r = (p + q)/2
 * and natural logarithms, in [0, √ln 2]; bins of equal width over the pooled range, Sturges' number
 * (Lin 1991).
 *
 * <p>The p-value is a permutation one. The often used limit "≥ 0.1" is below what two samples of
 * one distribution show by chance unless both have many hundred values.
 */
public final class JensenShannon {
  private JensenShannon() {}

  /**
   * Tests whether both samples come from one distribution.
   *
   * @param reference finite values
   * @param current finite values
   * @param permutations the null distribution
   * @return statistic in [0, √ln 2]
   */
  public static Comparison compare(
      double[] reference, double[] current, Permutations permutations) {
    PooledSample pooled = PooledSample.of(reference, current);
    if (pooled.tooSmall()) {
      return pooled.notEnough(PooledSample.FEWEST);
    }
    int[] binOf = Histogram.bins(pooled);
    int bins = Histogram.sturges(pooled.size());
    double n = pooled.referenceSize();
    double m = pooled.currentSize();
    return permutations.test(
        pooled,
        (a, b) -> {
          int[] inReference = Histogram.counts(a, binOf, bins);
          int[] inCurrent = Histogram.counts(b, binOf, bins);
          double sum = 0;
          for (int k = 0; k < bins; k++) {
            sum += divergence(inReference[k] / n, inCurrent[k] / m);
          }
          return Math.sqrt(Math.max(0, sum));
        });
  }

  /** What one bin adds to the divergence; p and q are not both above 1. */
  public static double divergence(double p, double q) {
    double middle = (p + q) / 2;
    double left = p == 0 ? 0 : p * Math.log(p / middle);
    double right = q == 0 ? 0 : q * Math.log(q / middle);
    return (left + right) / 2;
  }
}
