package io.homeostat.statistics.drift;

import io.homeostat.statistics.LogSpace;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import io.homeostat.statistics.drift.ShiftDecision.Side;

/**
 * Detects that a mean has dropped, has risen, or either, with one average run length for what was
 * asked.
 *
 * <p>A rise of X is a drop of 1 − X ({@link MixtureESr}). Two-sided evidence is (M_drop +
 * M_rise)/2: the mean of two e-detectors is one, so alarming at ≥ c has average run length ≥ c as
 * long as the mean lies between both references. A side without room beyond its reference is left
 * out and the other one carries all weight; without any side left the decision is {@link
 * ShiftDecision.NotMonitorable}. Source: Shin, Ramdas and Rinaldo, E-detectors (2023).
 *
 * <p>State: at most 680 bytes. Not thread-safe; {@link #observe} allocates nothing.
 */
public final class MeanShiftESr {
  private static final double LEAST_ROOM = 0.01;

  private final Side asked;
  private final double askedReference;
  private final MixtureESr drop;
  private final MixtureESr rise;

  private MeanShiftESr(Side asked, double askedReference, MixtureESr drop, MixtureESr rise) {
    this.asked = asked;
    this.askedReference = askedReference;
    this.drop = drop;
    this.rise = rise;
  }

  /**
   * Watches for a drop.
   *
   * @param lowest the lowest mean that is still good: bound of the baseline less the tolerance
   * @param deviation standard deviation of the values, in [0, 1]
   * @param smallestChange the smallest change that matters, in (0, 1]
   */
  public static MeanShiftESr drop(double lowest, double deviation, double smallestChange) {
    return new MeanShiftESr(Side.DROP, lowest, oneSided(lowest, deviation, smallestChange), null);
  }

  /**
   * Watches for a rise.
   *
   * @param highest the highest mean that is still good: bound of the baseline plus the tolerance
   * @param deviation standard deviation of the values, in [0, 1]
   * @param smallestChange the smallest change that matters, in (0, 1]
   */
  public static MeanShiftESr rise(double highest, double deviation, double smallestChange) {
    return new MeanShiftESr(
        Side.RISE, highest, null, oneSided(1 - highest, deviation, smallestChange));
  }

  /**
   * Watches for both.
   *
   * @param lowest as in {@link #drop}, below {@code highest}
   * @param highest as in {@link #rise}
   * @param deviation standard deviation of the values, in [0, 1]
   * @param smallestChange the smallest change that matters, in (0, 1]
   */
  public static MeanShiftESr twoSided(
      double lowest, double highest, double deviation, double smallestChange) {
    if (!(lowest < highest)) {
      throw new IllegalArgumentException(
          "the lowest good mean " + lowest + " must lie below the highest, " + highest);
    }
    return new MeanShiftESr(
        Side.DROP,
        lowest,
        oneSided(lowest, deviation, smallestChange),
        oneSided(1 - highest, deviation, smallestChange));
  }

  private static MixtureESr oneSided(double reference, double deviation, double smallestChange) {
    Require.within("the standard deviation", deviation, 0, 1);
    Require.within("the smallest change that matters", smallestChange, Double.MIN_NORMAL, 1);
    double m = Math.min(Require.within("a reference mean", reference, -1, 2), 1 - LEAST_ROOM);
    return m < LEAST_ROOM ? null : MixtureESr.forDrop(m, deviation, smallestChange);
  }

  /** Whether shifts to a side can be detected. */
  public boolean monitors(Side side) {
    return (side == Side.DROP ? drop : rise) != null;
  }

  /**
   * Takes the next value.
   *
   * @param value in [0, 1]
   * @param at its time, in the unit in which {@link DropDecision#since} is wanted
   */
  public void observe(double value, long at) {
    Require.unit("a value", value);
    if (drop != null) {
      drop.observe(value, at);
    }
    if (rise != null) {
      rise.observe(1 - value, at);
    }
  }

  /** ln M_t; negative infinity before the first value and when nothing is monitorable. */
  public double logEvidence() {
    if (drop != null && rise != null) {
      return LogSpace.add(drop.logEvidence(), rise.logEvidence()) - Math.log(2);
    }
    MixtureESr only = drop == null ? rise : drop;
    return only == null ? Double.NEGATIVE_INFINITY : only.logEvidence();
  }

  /**
   * Compares the evidence with a limit.
   *
   * @param limit c ≥ 1, the average run length to hold without a change
   */
  public ShiftDecision decide(double limit) {
    if (drop == null && rise == null) {
      return new ShiftDecision.NotMonitorable(asked, askedReference);
    }
    boolean rising = drop == null || (rise != null && rise.logEvidence() > drop.logEvidence());
    DropDecision side = (rising ? rise : drop).decide(limit);
    double evidence = logEvidence();
    return new ShiftDecision.Monitored(
        rising ? Side.RISE : Side.DROP,
        new DropDecision(
            evidence >= Math.log(limit),
            evidence,
            limit,
            side.since(),
            side.valuesSince(),
            side.values()));
  }

  /** Forgets all evidence: to be called after each alarm. */
  public void restart() {
    if (drop != null) {
      drop.restart();
    }
    if (rise != null) {
      rise.restart();
    }
  }

  /** The state as bytes (layout version 1, below 1 KiB). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.MEAN_SHIFT_E_SR)
        .put(asked == Side.RISE)
        .put(askedReference)
        .put(drop == null ? new byte[0] : drop.toBytes())
        .put(rise == null ? new byte[0] : rise.toBytes())
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static MeanShiftESr fromBytes(byte[] bytes) {
    return StateReader.read(
        StateKind.MEAN_SHIFT_E_SR,
        bytes,
        in ->
            new MeanShiftESr(
                in.nextBoolean() ? Side.RISE : Side.DROP,
                in.nextDouble(),
                part(in.nextBytes()),
                part(in.nextBytes())));
  }

  private static MixtureESr part(byte[] bytes) {
    return bytes.length == 0 ? null : MixtureESr.fromBytes(bytes);
  }
}
