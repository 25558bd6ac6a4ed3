package io.homeostat.statistics.drift;

import io.homeostat.statistics.BettingBound;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Arrays;

/**
 * What a stream looked like when it was good: collected once, frozen, and never moved because
 * scores fell.
 *
 * <p>It grows until it holds {@code freezeSamples} values and {@code freezeAfter} has passed since
 * the first one. When twice {@code freezeSamples} values are there before that time, every second
 * one is dropped and from then on only every second (fourth, …) value is taken, so that a day's
 * cycle fits into a bounded state. Values are kept in 16 bits (multiples of 1/60000, rounded down),
 * so the state of a growing one is at most 40 + 4·freezeSamples bytes, and much less when few
 * values differ. Of a frozen one the values are not needed any more ({@link #condense}): below 200
 * bytes.
 *
 * <p>Not thread-safe; {@link #observe} allocates nothing.
 */
public final class Baseline {
  /** The largest freezeSamples. */
  public static final int MOST_SAMPLES = 2_000;

  private static final int MOST_DIFFERENT = 256;

  private final int freezeSamples;
  private final long freezeAfter;
  private char[] values = {};
  private FrozenBaseline condensed;
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
      if (count == 2 * freezeSamples) {
        thin();
      }
      add(stored);
    }
    frozen = count >= freezeSamples && at - firstAt >= freezeAfter;
    return taken;
  }

  private void add(char stored) {
    if (values.length == 0) {
      values = new char[2 * freezeSamples];
    }
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

  /**
   * Gives up the values of a frozen baseline; what is asked of it later is known without them.
   *
   * @param level of the bound that is in force, see {@link FrozenBaseline}
   */
  void condense(double level) {
    if (frozen && condensed == null) {
      condensed = FrozenBaseline.of(this, values(), level);
      values = new char[0];
    }
  }

  /** The values kept, in the order seen; of a condensed one the averages that stand for them. */
  double[] values() {
    if (condensed != null) {
      return condensed.values();
    }
    double[] all = new double[count];
    Arrays.setAll(all, this::value);
    return all;
  }

  /** Value number {@code index} of those kept, in the order seen. */
  double value(int index) {
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
    if (condensed != null) {
      return condensed.lowerBound(alpha);
    }
    return BettingBound.lower(this::value, count, alpha, freezeSamples);
  }

  /** The state as bytes (layout version 2; its size is stated above). */
  public byte[] toBytes() {
    StateWriter out =
        new StateWriter(StateKind.BASELINE).putCompact(freezeSamples).putCompact(freezeAfter);
    write(out);
    return out.toBytes();
  }

  /** Everything but what it was started with. */
  void write(StateWriter out) {
    out.putCompact(stride).putCompact(skipped).putCompact(firstAt).put(frozen);
    out.put(condensed != null);
    if (condensed == null) {
      PackedValues.write(out, values, count, MOST_DIFFERENT);
      return;
    }
    out.putCompact(count).putCompact(sum).putCompact(sumOfSquares);
    condensed.write(out);
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static Baseline fromBytes(byte[] bytes) {
    return StateReader.read(
        StateKind.BASELINE, bytes, in -> read(in, in.nextCount(MOST_SAMPLES), in.nextCompact()));
  }

  /** As {@link #write} wrote it. */
  static Baseline read(StateReader in, int freezeSamples, long freezeAfter) {
    Baseline baseline = new Baseline(freezeSamples, freezeAfter);
    baseline.stride = in.nextCount(Integer.MAX_VALUE);
    baseline.skipped = in.nextCount(Integer.MAX_VALUE);
    baseline.firstAt = in.nextCompact();
    baseline.frozen = in.nextBoolean();
    in.check(Integer.bitCount(baseline.stride) == 1, "stride " + baseline.stride);
    in.check(baseline.skipped < baseline.stride, "its stride position");
    if (in.nextBoolean()) {
      baseline.readCondensed(in);
      return baseline;
    }
    for (char value : PackedValues.read(in, 2 * freezeSamples)) {
      baseline.add(value);
    }
    return baseline;
  }

  private void readCondensed(StateReader in) {
    count = in.nextCount(2 * freezeSamples);
    sum = in.nextCompact();
    sumOfSquares = in.nextCompact();
    in.check(frozen && count > 0 && sum >= 0 && sumOfSquares >= 0, "its sums");
    condensed = FrozenBaseline.read(in);
  }
}
