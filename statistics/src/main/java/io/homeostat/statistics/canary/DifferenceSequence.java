package io.homeostat.statistics.canary;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Optional;

/**
 * The effect of a candidate with an interval that may be read at any time, for display beside the
 * tests that decide.
 *
 * <p>Asymptotic confidence sequence: mean ± s·u(n)/n with u the {@link NormalMixtureBoundary} in
 * units of the running standard deviation s. It covers at all times at once as the first look moves
 * to later n; it decides nothing. Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas,
 * Time-uniform central limit theory and asymptotic confidence sequences (2024), theorem 2.2.
 *
 * <p>State: 30 bytes. Not thread-safe; {@link #observe} allocates nothing.
 */
public final class DifferenceSequence {
  private static final int FEWEST = 2;

  private final int planned;
  private long count;
  private double mean;
  private double squares;

  private DifferenceSequence(int planned) {
    this.planned = Require.within("the planned differences", planned, 1, Integer.MAX_VALUE);
  }

  /** A sequence whose interval is tightest at {@code planned} differences, at least 1. */
  public static DifferenceSequence tightestAt(int planned) {
    return new DifferenceSequence(planned);
  }

  /** Takes the next difference, in [−1, 1]. */
  public void observe(double difference) {
    Require.within("a difference", difference, -1, 1);
    count++;
    double shift = difference - mean;
    mean += shift / count;
    squares += shift * (difference - mean);
  }

  /** Differences observed. */
  public long count() {
    return count;
  }

  /**
   * Mean difference with its two-sided interval within [−1, 1]; empty below two differences.
   *
   * @param alpha in (0, 0.5]
   */
  public Optional<Interval> interval(double alpha) {
    if (count < FEWEST) {
      return Optional.empty();
    }
    double radius =
        deviation() * NormalMixtureBoundary.tightestAt(alpha, planned).at(count) / count;
    return Optional.of(
        new Interval(mean, Math.max(-1, mean - radius), Math.min(1, mean + radius), count));
  }

  /** Standard deviation of the differences, in [0, 1]; NaN below two. */
  public double deviation() {
    return count < FEWEST ? Double.NaN : Math.min(1, Math.sqrt(Math.max(0, squares) / (count - 1)));
  }

  /** The state as bytes (layout version 1). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.DIFFERENCE_SEQUENCE)
        .put(planned)
        .put(count)
        .put(mean)
        .put(squares)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static DifferenceSequence fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.DIFFERENCE_SEQUENCE, bytes, DifferenceSequence::read);
  }

  private static DifferenceSequence read(StateReader in) {
    DifferenceSequence sequence = new DifferenceSequence(in.nextInt());
    sequence.count = Require.atLeast("a count", in.nextLong(), 0);
    sequence.mean = Require.within("a saved mean", in.nextDouble(), -1, 1);
    sequence.squares = Require.within("a saved sum of squares", in.nextDouble(), 0, 1e300);
    return sequence;
  }
}
