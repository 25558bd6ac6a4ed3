package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * The evidence of one stream in two sequences of epochs that lie half an epoch apart, so that a
 * drop shortly before the end of one epoch is whole in the other.
 *
 * <p>State: at most twice that of {@link EpochESr} and 10 bytes. Not thread-safe; {@link #observe}
 * allocates nothing.
 */
public final class StaggeredESr {
  private final EpochESr even;
  private final EpochESr odd;

  private StaggeredESr(EpochESr even, EpochESr odd) {
    this.even = even;
    this.odd = odd;
  }

  /**
   * Without values; epochs begin at multiples of the length, and half a length later.
   *
   * @param reference m in (0, 1): the lowest mean that is still good
   * @param deviation standard deviation of the values, in [0, 1]
   * @param smallestDrop the smallest drop that matters, in (0, 1]
   * @param epochLength ≥ 2, in the unit of the times given to {@link #observe}
   */
  public static StaggeredESr start(
      double reference, double deviation, double smallestDrop, long epochLength) {
    return of(reference, BettingGrid.forDrop(reference, deviation, smallestDrop), epochLength);
  }

  static StaggeredESr of(double reference, double[] bets, long epochLength) {
    Require.atLeast("the length of an epoch", epochLength, 2);
    return new StaggeredESr(
        EpochESr.of(MixtureESr.of(reference, bets), epochLength, 0),
        EpochESr.of(MixtureESr.of(reference, bets), epochLength, epochLength / 2));
  }

  /**
   * Takes the next value.
   *
   * @param value in [0, 1]
   * @param at its time
   */
  public void observe(double value, long at) {
    even.observe(value, at);
    odd.observe(value, at);
  }

  /** As {@link EpochESr#retarget}, in both. */
  void retarget(double newReference, double... newBets) {
    even.retarget(newReference, newBets);
    odd.retarget(newReference, newBets);
  }

  /** As {@link EpochESr#restart}, in both. */
  void restart() {
    even.restart();
    odd.restart();
  }

  /** The sequence with more evidence. */
  EpochESr stronger() {
    return odd.logEvidence() > even.logEvidence() ? odd : even;
  }

  /** The sequence whose epochs begin at multiples of the length. */
  public EpochESr even() {
    return even;
  }

  /** The sequence that lies half an epoch later. */
  public EpochESr odd() {
    return odd;
  }

  /** The state as bytes (layout version 1, at most 1 KiB for up to nine bets). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.STAGGERED_E_SR)
        .put(even.toBytes())
        .put(odd.toBytes())
        .toBytes();
  }

  /** As {@link EpochESr#writeEvidence}, of both. */
  void writeEvidence(StateWriter out) {
    even.writeEvidence(out);
    odd.writeEvidence(out);
  }

  /** As {@link EpochESr#readEvidence}, of both. */
  void readEvidence(StateReader in) {
    even.readEvidence(in);
    odd.readEvidence(in);
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static StaggeredESr fromBytes(byte[] bytes) {
    return StateReader.read(
        StateKind.STAGGERED_E_SR,
        bytes,
        in ->
            new StaggeredESr(
                EpochESr.fromBytes(in.nextBytes()), EpochESr.fromBytes(in.nextBytes())));
  }
}
