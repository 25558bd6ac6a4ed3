package io.homeostat.statistics;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How uncertain a mean is, without keeping the values: the bootstrap for data that stream by.
 *
 * <p>Each replicate counts each value a Poisson(1) number of times, which is what drawing n of n
 * values with replacement tends to (Hanley and MacGibbon 2006; Chamandy et al. 2012). The interval
 * is between quantiles of the replicates' means. Memory is fixed: one sum and one count for each
 * replicate and value; the same generator and the same values give the same interval.
 */
public final class PoissonBootstrap {
  /** Poisson(1) distribution function in units of 1/65536. */
  private static final int[] CUMULATIVE = {24109, 48219, 60273, 64291, 65296, 65497, 65530, 65535};

  private final RandomGenerator random;
  private final double[] counts;
  private final double[][] sums;
  private final double[] totals;
  private long observed;

  /**
   * Starts without values.
   *
   * @param means how many means are kept, at least 1
   * @param replicates how many samples are drawn, in [100, 100000]
   * @param random where the draws come from
   */
  public PoissonBootstrap(int means, int replicates, RandomGenerator random) {
    Require.atLeast("means", means, 1);
    Require.within("replicates", replicates, 100, 100_000);
    this.random = random;
    this.counts = new double[replicates];
    this.sums = new double[means][replicates];
    this.totals = new double[means];
  }

  /**
   * Takes one value of each mean, observed together.
   *
   * @param values as many as means are kept, all finite
   */
  public void observe(double... values) {
    Require.within("values", values.length, totals.length, totals.length);
    for (double value : values) {
      Require.within("value", value, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
    observed++;
    for (int m = 0; m < totals.length; m++) {
      totals[m] += values[m];
    }
    long bits = 0;
    for (int r = 0; r < counts.length; r++) {
      bits = r % 4 == 0 ? random.nextLong() : bits >>> 16;
      int weight = poisson((int) (bits & 0xffff));
      counts[r] += weight;
      for (int m = 0; m < totals.length; m++) {
        sums[m][r] += weight * values[m];
      }
    }
  }

  /** How many values of each mean were observed. */
  public long count() {
    return observed;
  }

  /**
   * A mean with its percentile interval.
   *
   * @param mean which one, from 0
   * @param confidence in (0, 1), such as 0.95
   * @throws IllegalStateException before the first value
   */
  public Interval mean(int mean, double confidence) {
    Require.between("confidence", confidence, 0, 1);
    if (observed == 0) {
      throw new IllegalStateException("a mean needs at least one value");
    }
    double[] means = new double[counts.length];
    int drawn = 0;
    for (int r = 0; r < counts.length; r++) {
      if (counts[r] > 0) {
        means[drawn++] = sums[mean][r] / counts[r];
      }
    }
    double estimate = totals[mean] / observed;
    if (drawn == 0) {
      return new Interval(estimate, estimate, estimate, observed);
    }
    Arrays.sort(means, 0, drawn);
    int tail = (int) Math.floor((1 - confidence) / 2 * (drawn - 1));
    return new Interval(estimate, means[tail], means[drawn - 1 - tail], observed);
  }

  private static int poisson(int uniform) {
    int weight = 0;
    while (weight < CUMULATIVE.length && uniform >= CUMULATIVE[weight]) {
      weight++;
    }
    return weight;
  }
}
