package io.homeostat.statistics.samples;

import com.tdunning.math.stats.Centroid;
import com.tdunning.math.stats.MergingDigest;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Quantiles of values that are not kept; partial ones of many processes merge into that of all.
 *
 * <p>A t-digest (Dunning and Ertl 2019; the authors' library) of compression 200: on smooth
 * distributions the error in rank stays below .004 in the middle and .0005 in the outer 3 %,
 * smallest and largest value exact; these are measured figures, not a guarantee. The order of
 * merging changes results within that error only. It uses no random numbers: the same values in the
 * same order give the same sketch. {@link #toBytes} folds in values that were still buffered, so a
 * sketch that was looked at and one that never was may differ within the error, while the saved one
 * and its copy go on alike.
 *
 * <p>State: at most 4 KiB whatever the number of values. Not thread-safe.
 */
public final class QuantileSketch {
  /** The largest state, in bytes. */
  public static final int MOST_BYTES = 4_096;

  private static final double COMPRESSION = 200;
  private static final double LARGEST = 1e150;

  private MergingDigest digest;

  private QuantileSketch(MergingDigest digest) {
    this.digest = digest;
  }

  /** A sketch of no values. */
  public QuantileSketch() {
    this(new MergingDigest(COMPRESSION));
  }

  /** Takes the next value, finite and at most 10¹⁵⁰ in size. */
  public void observe(double value) {
    digest.add(Require.within("a value", value, -LARGEST, LARGEST));
  }

  /** Takes all values that {@code other} has taken. */
  public void merge(QuantileSketch other) {
    if (other.count() > 0) {
      digest.add(other.digest);
    }
  }

  /** Values taken. */
  public long count() {
    return digest.size();
  }

  /**
   * The value below which a share of all values lies.
   *
   * @param share in [0, 1]; 0 gives the smallest and 1 the largest value
   * @throws IllegalStateException without values
   */
  public double quantile(double share) {
    Require.unit("the share of a quantile", share);
    if (count() == 0) {
      throw new IllegalStateException("a sketch without values has no quantiles: observe first");
    }
    return digest.quantile(share);
  }

  /**
   * Share of the values that lie below {@code value}, in [0, 1].
   *
   * @throws IllegalStateException without values
   */
  public double rank(double value) {
    Require.within("a value", value, -LARGEST, LARGEST);
    if (count() == 0) {
      throw new IllegalStateException("a sketch without values has no ranks: observe first");
    }
    return digest.cdf(value);
  }

  /** The state as bytes (layout version 1: the library's verbose form as one part). */
  public byte[] toBytes() {
    digest.compress();
    ByteBuffer part = ByteBuffer.allocate(digest.byteSize());
    digest.asBytes(part);
    // goes on from what was written, as the copy will
    digest = MergingDigest.fromBytes(part.flip());
    return new StateWriter(StateKind.QUANTILE_SKETCH).put(part.array()).toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static QuantileSketch fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.QUANTILE_SKETCH, bytes, QuantileSketch::read);
  }

  private static QuantileSketch read(StateReader in) {
    byte[] part = in.nextBytes();
    // looking at centroids folds them, so what is checked is not what goes on
    MergingDigest digest = digest(in, part);
    double previous = digest.getMin();
    for (Centroid centroid : digest.centroids()) {
      in.check(centroid.mean() >= previous && centroid.count() > 0, "centroids are out of order");
      previous = centroid.mean();
    }
    in.check(
        digest.size() == 0
            || digest.getMin() >= -LARGEST
                && previous <= digest.getMax()
                && digest.getMax() <= LARGEST,
        "its range is " + digest.getMin() + " to " + digest.getMax());
    return new QuantileSketch(digest(in, part));
  }

  private static MergingDigest digest(StateReader in, byte[] part) {
    in.check(part.length <= MOST_BYTES, part.length + " bytes");
    try {
      return MergingDigest.fromBytes(ByteBuffer.wrap(part));
    } catch (BufferUnderflowException
        | IllegalStateException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw new IllegalArgumentException("saved QUANTILE_SKETCH is damaged: " + e.getMessage(), e);
    }
  }
}
