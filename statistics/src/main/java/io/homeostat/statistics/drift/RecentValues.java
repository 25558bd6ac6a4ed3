package io.homeostat.statistics.drift;

import io.homeostat.statistics.BettingBound;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Optional;

/**
 * The last values of a stream, for showing its current level beside its baseline.
 *
 * <p>State: at most 8 bytes and 2 per value kept. Not thread-safe; {@link #observe} allocates
 * nothing.
 */
public final class RecentValues {
  private static final int MOST = 480;
  private static final int MOST_DIFFERENT = 16;

  private final char[] ring;
  private int next;
  private int count;

  private RecentValues(int capacity) {
    this.ring = new char[Require.within("the capacity", capacity, 1, MOST)];
  }

  /** An empty window of the last {@code capacity} values, 1 to 480. */
  public static RecentValues last(int capacity) {
    return new RecentValues(capacity);
  }

  /** Takes the next value, in [0, 1], and forgets the oldest when full. */
  public void observe(double value) {
    ring[next] = Quantised.of(value);
    next = (next + 1) % ring.length;
    count = Math.min(count + 1, ring.length);
  }

  /** Forgets all but the newest {@code newest} values, at least 0. */
  public void keep(long newest) {
    count = (int) Math.min(count, Require.atLeast("the values to keep", newest, 0));
  }

  /** Number of values kept. */
  public int count() {
    return count;
  }

  /**
   * Mean of the values kept, with a two-sided interval for any distribution; empty when there are
   * none.
   *
   * @param alpha probability of missing the mean, in (0, 0.5]
   */
  public Optional<Interval> interval(double alpha) {
    if (count == 0) {
      return Optional.empty();
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += value(i);
    }
    double lower = BettingBound.lower(this::value, count, alpha / 2, count);
    double upper = BettingBound.upper(this::value, count, alpha / 2, count);
    return Optional.of(new Interval(sum / count, lower, upper, count));
  }

  private double value(int index) {
    int oldest = next - count + ring.length;
    return Quantised.value(ring[(oldest + index) % ring.length]);
  }

  /** The state as bytes (layout version 2, below 1 KiB). */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.RECENT_VALUES).putCompact(ring.length);
    write(out);
    return out.toBytes();
  }

  /** Everything but the capacity. */
  void write(StateWriter out) {
    char[] ordered = new char[count];
    for (int i = 0; i < count; i++) {
      ordered[i] = ring[(next - count + ring.length + i) % ring.length];
    }
    PackedValues.write(out, ordered, count, MOST_DIFFERENT);
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static RecentValues fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.RECENT_VALUES, bytes, in -> read(in, in.nextCount(MOST)));
  }

  /** As {@link #write} wrote it. */
  static RecentValues read(StateReader in, int capacity) {
    RecentValues recent = new RecentValues(capacity);
    char[] ordered = PackedValues.read(in, capacity);
    System.arraycopy(ordered, 0, recent.ring, 0, ordered.length);
    recent.count = ordered.length;
    recent.next = ordered.length % capacity;
    return recent;
  }
}
