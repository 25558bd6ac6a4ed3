package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.OptionalDouble;

/**
 * Takes the hour of the week out of a value in [0, 1], so that a cycle that repeats every day or
 * week is not held for a change.
 *
 * <p>For a while it learns the mean of each of the {@value #SLOTS} hours, drawn towards the mean of
 * all as if one more value of it had been seen, and freezes them. Each later value becomes (1 +
 * value − mean of its hour)/2, which lies in [0, 1]; the values that the profile was learnt from
 * are not used again, so a baseline of the results is as good as one of any values, however well
 * the profile fits. A change of the values is half as large in the results. The profile never moves
 * once it is frozen.
 *
 * <p>State: 38 + 24·{@value #SLOTS} bytes. Not thread-safe.
 */
public final class SeasonalProfile {
  /** Hours of a week. */
  public static final int SLOTS = 168;

  /** Results are so much smaller than changes of the values. */
  public static final double SCALE = 2;

  private static final double SHRINKAGE = 1;
  private static final long HOUR_MILLIS = 3_600_000;

  private final long learnFor;
  private final double[] sums = new double[SLOTS];
  private final long[] counts = new long[SLOTS];
  private final double[] profile = new double[SLOTS];
  private double mean = Double.NaN;
  private long firstAt = Long.MIN_VALUE;

  private SeasonalProfile(long learnFor) {
    this.learnFor = Require.atLeast("the time that a profile is learnt for", learnFor, 0);
  }

  /**
   * A profile without values.
   *
   * @param learnFor milliseconds from the first value on
   */
  public static SeasonalProfile start(long learnFor) {
    return new SeasonalProfile(learnFor);
  }

  /**
   * Takes the next value.
   *
   * @param value in [0, 1]
   * @param at its time, epoch milliseconds
   * @return the value without its season, in [0, 1]; empty while the profile is learnt
   */
  public OptionalDouble observe(double value, long at) {
    Require.unit("a value", value);
    if (firstAt == Long.MIN_VALUE) {
      firstAt = at;
    }
    int slot = (int) Math.floorMod(Math.floorDiv(at, HOUR_MILLIS), (long) SLOTS);
    if (!frozen() && at - firstAt >= learnFor) {
      freeze();
    }
    if (frozen()) {
      return OptionalDouble.of((1 + value - profile[slot]) / SCALE);
    }
    sums[slot] += value;
    counts[slot]++;
    return OptionalDouble.empty();
  }

  private void freeze() {
    double total = 0;
    long count = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      total += sums[slot];
      count += counts[slot];
    }
    if (count == 0) {
      return;
    }
    mean = total / count;
    for (int slot = 0; slot < SLOTS; slot++) {
      profile[slot] = (sums[slot] + SHRINKAGE * mean) / (counts[slot] + SHRINKAGE);
    }
  }

  /** Whether the profile is learnt. */
  public boolean frozen() {
    return !Double.isNaN(mean);
  }

  /**
   * The value that a result stands for in an hour like all others.
   *
   * @param result in [0, 1], after the freeze
   */
  public double value(double result) {
    return SCALE * result - 1 + mean;
  }

  /** The state as bytes (layout version 1; its size is stated above). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.SEASONAL_PROFILE)
        .put(learnFor)
        .put(firstAt)
        .put(mean)
        .put(sums)
        .put(counts)
        .put(profile)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static SeasonalProfile fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.SEASONAL_PROFILE, bytes, SeasonalProfile::read);
  }

  private static SeasonalProfile read(StateReader in) {
    SeasonalProfile state = new SeasonalProfile(in.nextLong());
    state.firstAt = in.nextLong();
    state.mean = in.nextDouble();
    double[] sums = in.nextDoubles();
    long[] counts = in.nextLongs();
    double[] profile = in.nextDoubles();
    in.check(
        sums.length == SLOTS && counts.length == SLOTS && profile.length == SLOTS, "its hours");
    System.arraycopy(sums, 0, state.sums, 0, SLOTS);
    System.arraycopy(counts, 0, state.counts, 0, SLOTS);
    System.arraycopy(profile, 0, state.profile, 0, SLOTS);
    return state;
  }
}
