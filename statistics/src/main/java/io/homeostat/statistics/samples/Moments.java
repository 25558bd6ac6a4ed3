package io.homeostat.statistics.samples;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Count, mean, variance and range of values that are not kept; partial ones of many processes merge
 * into that of all.
 *
 * <p>M₂ += (x − mean_before)(x − mean_after) (Welford 1962); merging: M₂ = M₂' + M₂'' +
 * δ²·n'n''/(n' + n'') with δ the difference of means (Chan, Golub and LeVeque 1979). State: 42
 * bytes. Not thread-safe; {@link #observe} allocates nothing.
 */
public final class Moments {
  private static final double LARGEST = 1e150;

  private long count;
  private double mean;
  private double squares;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  /** Moments of no values. */
  public Moments() {}

  /** Takes the next value, finite and at most 10¹⁵⁰ in size. */
  public void observe(double value) {
    Require.within("a value", value, -LARGEST, LARGEST);
    count++;
    double off = value - mean;
    mean += off / count;
    squares += off * (value - mean);
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }

  /** Takes all values that {@code other} has taken; {@code other} stays as it is. */
  public void merge(Moments other) {
    if (other.count == 0) {
      return;
    }
    double all = (double) count + other.count;
    double off = other.mean - mean;
    squares += other.squares + off * off * (count / all) * other.count;
    mean += off * (other.count / all);
    count += other.count;
    lowest = Math.min(lowest, other.lowest);
    highest = Math.max(highest, other.highest);
  }

  /** Values taken. */
  public long count() {
    return count;
  }

  /** Arithmetic mean; NaN without values. */
  public double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Variance with n − 1; NaN below two values. */
  public double variance() {
    return count < 2 ? Double.NaN : squares / (count - 1);
  }

  /** Smallest value; positive infinity without values. */
  public double lowest() {
    return lowest;
  }

  /** Largest value; negative infinity without values. */
  public double highest() {
    return highest;
  }

  /** The state as bytes (layout version 1): count, mean, M₂, smallest, largest. */
  public byte[] toBytes() {
    return new StateWriter(StateKind.MOMENTS)
        .put(count)
        .put(mean)
        .put(squares)
        .put(lowest)
        .put(highest)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static Moments fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.MOMENTS, bytes, Moments::read);
  }

  private static Moments read(StateReader in) {
    Moments moments = new Moments();
    moments.count = Require.atLeast("saved count", in.nextLong(), 0);
    moments.mean = Require.within("saved mean", in.nextDouble(), -LARGEST, LARGEST);
    moments.squares = Require.within("saved squares", in.nextDouble(), 0, Double.MAX_VALUE);
    moments.lowest = in.nextDouble();
    moments.highest = in.nextDouble();
    in.check(
        moments.count == 0
            || moments.lowest <= moments.highest
                && moments.lowest >= -LARGEST
                && moments.highest <= LARGEST,
        "a range from " + moments.lowest + " to " + moments.highest);
    return moments;
  }
}
