package io.homeostat.statistics.samples;

import java.util.Arrays;

/**
 * Maximum mean discrepancy: whether two samples of points (numbers, embeddings) come from one
 * distribution, for differences of any shape.
 *
 * <p>MMD²_u = mean of k over pairs of the reference + mean over pairs of the current sample −
 * 2·mean over mixed pairs, without the pairs of a point with itself, so that its expectation is 0
 * under "no difference" (Gretton et al. 2012); Gaussian kernel with σ² = half the median squared
 * distance of the pooled points. The p-value is a permutation one.
 */
public final class MaximumMeanDiscrepancy {
  /** The most points of both samples together. */
  public static final int MOST_POINTS = GaussianKernel.MOST_POINTS;

  private MaximumMeanDiscrepancy() {}

  /**
   * Tests numbers.
   *
   * @param reference finite values
   * @param current finite values, together at most {@value #MOST_POINTS}
   * @param permutations the null distribution
   */
  public static Comparison compare(
      double[] reference, double[] current, Permutations permutations) {
    return compare(points(reference), points(current), permutations);
  }

  /**
   * Tests points.
   *
   * @param reference rows of finite coordinates
   * @param current as long rows, together at most {@value #MOST_POINTS}
   * @param permutations the null distribution
   * @return statistic MMD²_u, which may be negative
   */
  public static Comparison compare(
      double[][] reference, double[][] current, Permutations permutations) {
    int n = reference.length;
    int m = current.length;
    if (Math.min(n, m) < PooledSample.FEWEST) {
      return new Comparison.NotEnoughData(n, m, PooledSample.FEWEST);
    }
    GaussianKernel kernel = GaussianKernel.of(reference, current);
    double[] rows = new double[n + m];
    for (int i = 0; i < n + m; i++) {
      for (int j = 0; j < i; j++) {
        rows[i] += kernel.of(i, j);
        rows[j] += kernel.of(i, j);
      }
    }
    // the head of the order is the smaller sample
    boolean currentIsHead = m <= n;
    int head = Math.min(n, m);
    int[] order = Permutations.identity(n + m);
    if (currentIsHead) {
      Arrays.setAll(order, i -> i < m ? n + i : i - m);
    }
    double observed = statistic(kernel, rows, order, head);
    double[] null0 = new double[permutations.count()];
    for (int b = 0; b < null0.length; b++) {
      permutations.shuffleHead(order, head);
      null0[b] = statistic(kernel, rows, order, head);
    }
    return permutations.tested(observed, null0, n, m, 0);
  }

  private static double statistic(GaussianKernel kernel, double[] rows, int[] order, int head) {
    double within = 0;
    double touching = 0;
    for (int i = 0; i < head; i++) {
      touching += rows[order[i]];
      for (int j = 0; j < i; j++) {
        within += kernel.of(order[i], order[j]);
      }
    }
    double all = 0;
    for (double row : rows) {
      all += row / 2;
    }
    double mixed = touching - 2 * within;
    double rest = all - within - mixed;
    double tail = order.length - head;
    return 2 * within / (head * (head - 1.0))
        + 2 * rest / (tail * (tail - 1))
        - 2 * mixed / (head * tail);
  }

  private static double[][] points(double[] values) {
    double[][] points = new double[values.length][];
    Arrays.setAll(points, i -> new double[] {values[i]});
    return points;
  }
}
