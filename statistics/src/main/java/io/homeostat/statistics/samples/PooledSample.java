package io.homeostat.statistics.samples;

import io.homeostat.statistics.Require;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Both samples sorted together: the distinct values with how often each occurs in the reference and
 * in the current sample, which is all that a test of one-dimensional samples looks at.
 */
final class PooledSample {
  /** The fewest values of each sample. */
  static final int FEWEST = 2;

  private static final double LARGEST = 1e150;

  private final double[] values;
  private final int[] reference;
  private final int[] current;
  private final int referenceSize;
  private final int currentSize;

  private PooledSample(double[] values, int[] reference, int[] current, int n, int m) {
    this.values = values;
    this.reference = reference;
    this.current = current;
    this.referenceSize = n;
    this.currentSize = m;
  }

  static PooledSample of(double[] reference, double[] current) {
    double[] x = sorted("reference value", reference);
    double[] y = sorted("current value", current);
    double[] values = new double[x.length + y.length];
    int[] inReference = new int[values.length];
    int[] inCurrent = new int[values.length];
    int distinct = 0;
    int i = 0;
    int j = 0;
    while (i < x.length || j < y.length) {
      double next = j == y.length || i < x.length && x[i] <= y[j] ? x[i] : y[j];
      values[distinct] = next;
      while (i < x.length && x[i] == next) {
        inReference[distinct]++;
        i++;
      }
      while (j < y.length && y[j] == next) {
        inCurrent[distinct]++;
        j++;
      }
      distinct++;
    }
    return new PooledSample(
        Arrays.copyOf(values, distinct),
        Arrays.copyOf(inReference, distinct),
        Arrays.copyOf(inCurrent, distinct),
        x.length,
        y.length);
  }

  /** Categories 0..k−1 with their counts; categories without any count are left out. */
  static PooledSample ofCounts(int[] reference, int[] current) {
    int[] inReference = new int[reference.length];
    int[] inCurrent = new int[reference.length];
    int used = 0;
    for (int k = 0; k < reference.length; k++) {
      Require.within("reference count " + k, reference[k], 0, Integer.MAX_VALUE / 4);
      Require.within("current count " + k, current[k], 0, Integer.MAX_VALUE / 4);
      if (reference[k] + current[k] > 0) {
        inReference[used] = reference[k];
        inCurrent[used++] = current[k];
      }
    }
    double[] values = new double[used];
    Arrays.setAll(values, k -> k);
    int[] a = Arrays.copyOf(inReference, used);
    int[] b = Arrays.copyOf(inCurrent, used);
    return new PooledSample(values, a, b, Math.toIntExact(sum(a)), Math.toIntExact(sum(b)));
  }

  private static long sum(int[] counts) {
    return Arrays.stream(counts).asLongStream().sum();
  }

  private static double[] sorted(String what, double[] sample) {
    double[] sorted = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      // + 0.0 turns −0 into 0, so that both are one value
      sorted[i] = Require.within(what + " " + i, sample[i], -LARGEST, LARGEST) + 0.0;
    }
    Arrays.sort(sorted);
    return sorted;
  }

  boolean tooSmall() {
    return Math.min(referenceSize, currentSize) < FEWEST;
  }

  Comparison.NotEnoughData notEnough(int needed) {
    return new Comparison.NotEnoughData(referenceSize, currentSize, needed);
  }

  /** Distinct values, ascending. */
  int distinct() {
    return values.length;
  }

  double value(int index) {
    return values[index];
  }

  /** How often each distinct value occurs in the reference; not to be written to. */
  int[] reference() {
    return reference;
  }

  /** How often each distinct value occurs in the current sample; not to be written to. */
  int[] current() {
    return current;
  }

  int total(int index) {
    return reference[index] + current[index];
  }

  int referenceSize() {
    return referenceSize;
  }

  int currentSize() {
    return currentSize;
  }

  int size() {
    return referenceSize + currentSize;
  }

  /**
   * ∫ g(F − G) dx for the distribution functions F, G of a split of the values.
   *
   * @param a how often each distinct value occurs in the first part, of the reference's size
   * @param b how often in the second
   * @param g a function with g(0) = 0
   */
  double integral(int[] a, int[] b, DoubleUnaryOperator g) {
    double n = referenceSize;
    double m = currentSize;
    double sum = 0;
    double difference = 0;
    for (int k = 0; k < a.length - 1; k++) {
      difference += a[k] / n - b[k] / m;
      sum += g.applyAsDouble(difference) * (values[k + 1] - values[k]);
    }
    return sum;
  }

  /** Values that equal at least one other. */
  int tied() {
    int tied = 0;
    for (int k = 0; k < values.length; k++) {
      tied += total(k) > 1 ? total(k) : 0;
    }
    return tied;
  }
}
