package io.homeostat.statistics.samples;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Recent values of a measure without an upper bound (milliseconds, tokens), in bounded space, for
 * quantiles and caps that are frozen before a comparison begins.
 *
 * <p>A bin is an eighth of a doubling, so a quantile is at most 9 % too large; values below 1/16
 * and above 2^28 count in the outermost bins. When the weight reaches 2,000 all of it is halved:
 * what came more than a few thousand values ago no longer counts.
 *
 * <p>State: 18 bytes and 16 per bin in use. Not thread-safe.
 */
public final class LogHistogram {
  private static final int PER_DOUBLING = 8;
  private static final int LOWEST = -4;
  private static final int BINS = 256;
  private static final double MOST_WEIGHT = 2_000;
  private static final double FEWEST_BEYOND = 10;

  private final double[] weights = new double[BINS];
  private double total;
  private double sum;

  /** A histogram without values. */
  public LogHistogram() {}

  /** Takes the next value, at least 0. */
  public void observe(double value) {
    Require.within("a measure", value, 0, Double.MAX_VALUE);
    weights[bin(value)]++;
    total++;
    sum += value;
    if (total >= MOST_WEIGHT) {
      halve();
    }
  }

  private void halve() {
    for (int i = 0; i < BINS; i++) {
      weights[i] /= 2;
    }
    total /= 2;
    sum /= 2;
  }

  private static int bin(double value) {
    double doublings = Math.log(Math.max(value, Double.MIN_NORMAL)) / Math.log(2);
    return (int) Math.clamp(Math.ceil(PER_DOUBLING * (doublings - LOWEST)) - 1, 0, BINS - 1);
  }

  /** Largest value of a bin. */
  private static double edge(int bin) {
    return Math.pow(2, (bin + 1) / (double) PER_DOUBLING + LOWEST);
  }

  /** Weight of the values that still count. */
  public double weight() {
    return total;
  }

  /** Mean of the values that still count; empty before the first. */
  public OptionalDouble mean() {
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / total);
  }

  /**
   * An upper bound, within 9 %, of the quantile.
   *
   * @param share in (0, 1), .95 for p95
   * @return empty while less than 10 values are to be expected on either side of it
   */
  public OptionalDouble quantile(double share) {
    Require.between("the share of a quantile", share, 0, 1);
    if (total * Math.min(share, 1 - share) < FEWEST_BEYOND - 1e-9) {
      return OptionalDouble.empty();
    }
    double below = 0;
    int bin = 0;
    while (bin < BINS - 1 && below + weights[bin] < share * total - 1e-9) {
      below += weights[bin++];
    }
    return OptionalDouble.of(edge(bin));
  }

  /** Share of the values above a bound that {@link #quantile} gave, in [0, 1]; 0 without values. */
  public double above(double bound) {
    double above = 0;
    for (int bin = BINS - 1; bin >= 0 && edge(bin) > bound * (1 + 1e-9); bin--) {
      above += weights[bin];
    }
    return total == 0 ? 0 : Math.min(1, above / total);
  }

  /** The state as bytes (layout version 1). */
  public byte[] toBytes() {
    long[] used = new long[BINS];
    double[] values = new double[BINS];
    int count = 0;
    for (int i = 0; i < BINS; i++) {
      if (weights[i] > 0) {
        used[count] = i;
        values[count++] = weights[i];
      }
    }
    return new StateWriter(StateKind.LOG_HISTOGRAM)
        .put(sum)
        .put(Arrays.copyOf(used, count))
        .put(Arrays.copyOf(values, count))
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static LogHistogram fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.LOG_HISTOGRAM, bytes, LogHistogram::read);
  }

  private static LogHistogram read(StateReader in) {
    LogHistogram histogram = new LogHistogram();
    histogram.sum = Require.within("a saved sum", in.nextDouble(), 0, Double.MAX_VALUE);
    long[] used = in.nextLongs();
    double[] values = in.nextDoubles();
    in.check(used.length == values.length, values.length + " weights");
    for (int i = 0; i < used.length; i++) {
      int bin = Require.within("a saved bin", (int) used[i], 0, BINS - 1);
      histogram.weights[bin] = Require.within("a saved weight", values[i], 0, MOST_WEIGHT);
      histogram.total += values[i];
    }
    return histogram;
  }
}
