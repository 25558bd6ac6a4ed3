package io.homeostat.statistics.drift;

import io.homeostat.statistics.BettingBound;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * What a stream looked like when it was good: collected once, frozen, and never moved because
 * scores fell.
 *
 * <p>It grows until it holds {@code freezeSamples} values and {@code freezeAfter} has passed since
 * the first one. When twice {@code freezeSamples} values are there before that time, every second
 * one is dropped and from then on only every second (fourth, …) value is taken, so that a day's
 * cycle fits into a bounded state. Values are kept in 16 bits (multiples of 1/60000, rounded down),
 * so the state is at most 46 + 4·freezeSamples bytes: 2,046 at 500, 8,046 at the largest setting of
 * 2,000.
 *
 * <p>Not thread-safe; {@link #observe} allocates nothing.
 */
public final class Baseline {
  /** The largest freezeSamples. */
  public static final int MOST_SAMPLES = 2_000;

  private final int freezeSamples;
  private final long freezeAfter;
  private final char[] values;
  private int count;
  private int stride = 1;
  private int skipped;
  private long firstAt;
  private boolean frozen;
  private long sum;
  private long sumOfSquares;

  private Baseline(int freezeSamples, long freezeAfter) {
    this.freezeSamples = Require.within("freezeSamples", freezeSamples, 2, MOST_SAMPLES);
    this.freezeAfter = Require.atLeast("the time before the freeze", freezeAfter, 0);
    this.values = new char[2 * freezeSamples];
  }

  /**
   * An empty baseline.
   *
   * @param freezeSamples values it needs before it freezes, 2 to 2,000
   * @param freezeAfter time from its first value that must pass before it freezes, ≥ 0, in the unit
   *     of the times given to {@link #observe}
   */
  public static Baseline start(int freezeSamples, long freezeAfter) {
    return new Baseline(freezeSamples, freezeAfter);
  }

  /**
   * Takes the next value unless the baseline is frozen.
   *
   * @param value in [0, 1]
   * @param at its time
   * @return whether the baseline has changed
   */
  public boolean observe(double value, long at) {
    char stored = Quantised.of(value);
    if (frozen) {
      return false;
    }
    if (count == 0) {
      firstAt = at;
    }
    boolean taken = skipped == 0;
    skipped = (skipped + 1) % stride;
    if (taken) {
      if (count == values.length) {
        thin();
      }
      add(stored);
    }
    frozen = count >= freezeSamples && at - firstAt >= freezeAfter;
    return taken;
  }

  private void add(char stored) {
    values[count++] = stored;
    sum += stored;
    sumOfSquares += (long) stored * stored;
  }

  private void thin() {
    int kept = count;
    count = 0;
    sum = 0;
    sumOfSquares = 0;
    for (int i = 0; i < kept; i += 2) {
      add(values[i]);
    }
    stride *= 2;
    skipped = 1;
  }

  /**
   * Makes one value of each two neighbours (their mean), because the stream is fed with blocks
   * twice as long from now on; an odd last value is dropped. Below freezeSamples the baseline grows
   * again.
   */
  void mergePairs() {
    int pairs = count / 2;
    count = 0;
    sum = 0;
    sumOfSquares = 0;
    for (int i = 0; i < pairs; i++) {
      add((char) ((values[2 * i] + values[2 * i + 1]) / 2));
    }
    skipped = 0;
    frozen = frozen && count >= freezeSamples;
  }

  /** Number of values kept. */
  public int count() {
    return count;
  }

  /** Whether the baseline has stopped growing. */
  public boolean frozen() {
    return frozen;
  }

  /** Value number {@code index} of those kept, in the order seen. */
  public double value(int index) {
    return Quantised.value(values[Require.within("an index", index, 0, count - 1)]);
  }

  /** Mean of the values kept; NaN when there are none. */
  public double mean() {
    return sum / ((double) Quantised.SCALE * count);
  }

  /** Standard deviation (n − 1) of the values kept; 0 when there are fewer than two. */
  public double deviation() {
    if (count < 2) {
      return 0;
    }
    double squares = sumOfSquares - (double) sum * sum / count;
    return Math.sqrt(Math.max(0, squares) / (count - 1)) / Quantised.SCALE;
  }

  /**
   * Lower bound of the true mean, valid for any distribution and at all sample sizes at once.
   *
   * @param alpha probability in (0, 0.5] with which it may lie above the mean at any time
   * @return in [0, 1]
   */
  public double lowerBound(double alpha) {
    return BettingBound.lower(this::value, count, alpha, freezeSamples);
  }

  /**
   * Two-sided interval of the true mean.
   *
   * @param alpha probability in (0, 0.5] of missing the mean at any time
   */
  public Interval interval(double alpha) {
    double upper = BettingBound.upper(this::value, count, alpha / 2, freezeSamples);
    return new Interval(mean(), lowerBound(alpha / 2), upper, count);
  }

  /** The state as bytes (layout version 1; its size is stated above). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.BASELINE)
        .put(freezeSamples)
        .put(freezeAfter)
        .put(stride)
        .put(skipped)
        .put(firstAt)
        .put(frozen)
        .put(values, count)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static Baseline fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.BASELINE, bytes, Baseline::read);
  }

  private static Baseline read(StateReader in) {
    Baseline baseline = new Baseline(in.nextInt(), in.nextLong());
    baseline.stride = in.nextInt();
    baseline.skipped = in.nextInt();
    baseline.firstAt = in.nextLong();
    baseline.frozen = in.nextBoolean();
    char[] stored = in.nextChars();
    in.check(Integer.bitCount(baseline.stride) == 1, "stride " + baseline.stride);
    in.check(baseline.skipped >= 0 && baseline.skipped < baseline.stride, "its stride position");
    in.check(stored.length <= baseline.values.length, stored.length + " values");
    for (char value : stored) {
      in.check(value <= Quantised.SCALE, "a value above 1");
      baseline.add(value);
    }
    return baseline;
  }
}
