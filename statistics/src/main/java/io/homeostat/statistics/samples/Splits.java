package io.homeostat.statistics.samples;

/** All ways to split pooled values into two samples of given sizes, when they are few. */
final class Splits {
  /** Up to this many splits are gone through one by one. */
  static final double MOST = 200_000;

  /** Statistics that differ by rounding only count as equal. */
  static final double ROUNDING = 1e-12;

  private final PooledSample pooled;
  private final SplitStatistic statistic;
  private final double observed;
  private final int[] reference;
  private final int[] current;
  private double asFar;

  private Splits(PooledSample pooled, SplitStatistic statistic, double observed) {
    this.pooled = pooled;
    this.statistic = statistic;
    this.observed = observed - ROUNDING * Math.abs(observed);
    this.reference = new int[pooled.distinct()];
    this.current = new int[pooled.distinct()];
  }

  /** Number of splits, N over n. */
  static double count(PooledSample pooled) {
    int smaller = Math.min(pooled.referenceSize(), pooled.currentSize());
    return choose(pooled.size(), smaller);
  }

  /** The exact p-value: share of splits with a statistic at least as large as the observed one. */
  static double pValue(PooledSample pooled, SplitStatistic statistic, double observed) {
    Splits splits = new Splits(pooled, statistic, observed);
    splits.visit(0, pooled.referenceSize(), pooled.size(), 1);
    return Math.min(1, splits.asFar / count(pooled));
  }

  private void visit(int index, int left, int remaining, double ways) {
    if (index == pooled.distinct()) {
      asFar += statistic.of(reference, current) >= observed ? ways : 0;
      return;
    }
    int total = pooled.total(index);
    int fewest = Math.max(0, left - (remaining - total));
    for (int taken = fewest; taken <= Math.min(total, left); taken++) {
      reference[index] = taken;
      current[index] = total - taken;
      visit(index + 1, left - taken, remaining - total, ways * choose(total, taken));
    }
  }

  private static double choose(int n, int k) {
    double result = 1;
    for (int i = 1; i <= k; i++) {
      result = result * (n - k + i) / i;
    }
    return Math.rint(result);
  }
}
