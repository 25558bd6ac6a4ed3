package io.homeostat.statistics.samples;

import io.homeostat.statistics.Require;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * How a permutation test draws its null distribution: under "no difference" every split of the
 * pooled values into samples of these sizes is equally likely, whatever the distribution.
 *
 * <p>p = (1 + b)/(1 + B) with b of B random splits at least as far out as the observed one, so that
 * P(p ≤ α) ≤ α exactly (Phipson and Smyth 2010). One-dimensional samples with at most 200,000
 * splits are gone through completely instead. The result depends on the generator that is handed
 * in; a seeded one makes it repeatable.
 *
 * @param count B, 19 to 1,000,000
 * @param alpha level in (0, 0.5] of the limit that is reported beside the p-value
 * @param random source of the splits, used by one thread at a time
 */
public record Permutations(int count, double alpha, RandomGenerator random) {
  /** Rejects a null distribution of too few splits. */
  public Permutations {
    Require.within("the number of permutations", count, 19, 1_000_000);
    Require.within("the level of a test", alpha, Double.MIN_NORMAL, 0.5);
    if (random == null) {
      throw new IllegalArgumentException("permutations need a source of random numbers");
    }
  }

  /** Tests one-dimensional samples. */
  Comparison test(PooledSample pooled, SplitStatistic statistic) {
    if (pooled.tooSmall()) {
      return pooled.notEnough(PooledSample.FEWEST);
    }
    double observed = statistic.of(pooled.reference(), pooled.current());
    if (Splits.count(pooled) <= Splits.MOST) {
      return new Comparison.Tested(
          observed,
          Splits.pValue(pooled, statistic, observed),
          OptionalDouble.empty(),
          pooled.tied() > 0 ? Comparison.Method.EXACT_GIVEN_TIES : Comparison.Method.EXACT,
          pooled.referenceSize(),
          pooled.currentSize(),
          pooled.tied());
    }
    int[] distinctOf = new int[pooled.size()];
    int next = 0;
    for (int k = 0; k < pooled.distinct(); k++) {
      Arrays.fill(distinctOf, next, next + pooled.total(k), k);
      next += pooled.total(k);
    }
    boolean currentIsSmaller = pooled.currentSize() <= pooled.referenceSize();
    int[] drawn = new int[pooled.distinct()];
    int[] rest = new int[pooled.distinct()];
    double[] null0 = new double[count];
    int[] order = identity(pooled.size());
    int smaller = Math.min(pooled.currentSize(), pooled.referenceSize());
    for (int b = 0; b < count; b++) {
      shuffleHead(order, smaller);
      Arrays.fill(drawn, 0);
      for (int i = 0; i < smaller; i++) {
        drawn[distinctOf[order[i]]]++;
      }
      for (int k = 0; k < rest.length; k++) {
        rest[k] = pooled.total(k) - drawn[k];
      }
      null0[b] = currentIsSmaller ? statistic.of(rest, drawn) : statistic.of(drawn, rest);
    }
    return tested(observed, null0, pooled.referenceSize(), pooled.currentSize(), pooled.tied());
  }

  /** Draws a random set of {@code size} positions into the head of {@code order}. */
  void shuffleHead(int[] order, int size) {
    for (int i = 0; i < size; i++) {
      int j = i + random.nextInt(order.length - i);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
  }

  static int[] identity(int size) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /** The result of comparing {@code observed} with its null distribution, which gets sorted. */
  Comparison.Tested tested(double observed, double[] null0, int n, int m, int tied) {
    Arrays.sort(null0);
    double reached = observed - Splits.ROUNDING * Math.abs(observed);
    int asFar = 0;
    while (asFar < count && null0[count - 1 - asFar] >= reached) {
      asFar++;
    }
    int allowed = (int) Math.floor(alpha * (1 + count) + 1e-9) - 1;
    return new Comparison.Tested(
        observed,
        (1.0 + asFar) / (1 + count),
        allowed < 0 ? OptionalDouble.empty() : OptionalDouble.of(null0[count - 1 - allowed]),
        Comparison.Method.PERMUTATION,
        n,
        m,
        tied);
  }
}
