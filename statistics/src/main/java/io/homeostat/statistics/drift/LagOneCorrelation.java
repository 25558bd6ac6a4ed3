package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Estimates how much each value resembles the one before it, because every error rate of a detector
 * is stated for values that carry news.
 *
 * <p>φ̂ = Σ(x_t − x̄)(x_{t−1} − x̄)/Σ(x_t − x̄)² with one mean x̄ over all values, so φ̂ ∈ (−1, 1).
 * For independent values its expectation is about −1/n and its standard error at most 1/√n; for an
 * AR(1) series the bias is −(1 + 4φ)/n and the standard error √((1 − φ²)/n) (Marriott and Pope
 * 1954; Bartlett 1946). A change of the mean, a trend and a daily cycle raise it: estimate it where
 * nothing drifts. State: 50 bytes. Not thread-safe; {@link #observe} allocates nothing.
 */
public final class LagOneCorrelation {
  /** Fewer values say nothing about φ. */
  public static final int FEWEST = 20;

  private static final double MOST = 1e100;

  private long count;
  private double origin;
  private double sum;
  private double squares;
  private double products;
  private double lastShifted;

  private LagOneCorrelation() {}

  /** Without values. */
  public static LagOneCorrelation start() {
    return new LagOneCorrelation();
  }

  /** What is known about φ. */
  public sealed interface Estimate {}

  /**
   * Too few values.
   *
   * @param samples values so far
   * @param needed values needed
   */
  public record NotEnoughData(long samples, long needed) implements Estimate {}

  /**
   * An estimate with its uncertainty.
   *
   * @param phi φ̂ in (−1, 1); 0 for values that are all the same
   * @param corrected φ̂ with the bias of an AR(1) series removed, clipped to [−1, 1]
   * @param standardError √(max(1 − φ̂², 1/n)/n)
   * @param samples n
   */
  public record Known(double phi, double corrected, double standardError, long samples)
      implements Estimate {}

  /** Takes the next value, between −1e100 and 1e100. */
  public void observe(double value) {
    Require.within("a value", value, -MOST, MOST);
    if (count == 0) {
      origin = value;
    }
    double shifted = value - origin;
    if (count > 0) {
      products += shifted * lastShifted;
    }
    count++;
    sum += shifted;
    squares += shifted * shifted;
    lastShifted = shifted;
  }

  /** Number of values. */
  public long count() {
    return count;
  }

  /** φ̂; 0 for fewer than three values and for values that are all the same. */
  public double phi() {
    if (count < 3) {
      return 0;
    }
    double mean = sum / count;
    double spread = squares - sum * mean;
    if (!(spread > 1e-12 * squares)) {
      return 0;
    }
    // Σ_{t≥2}(x_t − x̄)(x_{t−1} − x̄) with the first value at 0
    double together = products - mean * (2 * sum - lastShifted) + (count - 1) * mean * mean;
    return together / spread;
  }

  /** √(max(1 − φ̂², 1/n)/n); 1 without values. */
  public double standardError() {
    double phi = phi();
    return count == 0 ? 1 : Math.sqrt(Math.max(1 - phi * phi, 1.0 / count) / count);
  }

  /** What can be said now. */
  public Estimate estimate() {
    if (count < FEWEST) {
      return new NotEnoughData(count, FEWEST);
    }
    double phi = phi();
    double corrected = Math.clamp((count * phi + 1) / (count - 4), -1.0, 1.0);
    return new Known(phi, corrected, standardError(), count);
  }

  /** The state as bytes (layout version 1). */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.LAG_ONE_CORRELATION).put(count);
    write(out);
    return out.toBytes();
  }

  /** Everything but the count. */
  void write(StateWriter out) {
    out.put(origin).put(sum).put(squares).put(products).put(lastShifted);
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static LagOneCorrelation fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.LAG_ONE_CORRELATION, bytes, in -> read(in, in.nextLong()));
  }

  /** As {@link #write} wrote it. */
  static LagOneCorrelation read(StateReader in, long count) {
    LagOneCorrelation state = new LagOneCorrelation();
    state.count = count;
    state.origin = in.nextDouble();
    state.sum = in.nextDouble();
    state.squares = in.nextDouble();
    state.products = in.nextDouble();
    state.lastShifted = in.nextDouble();
    in.check(state.count >= 0, "count " + state.count);
    in.check(Double.isFinite(state.sum + state.products) && state.squares >= 0, "its sums");
    return state;
  }
}
