package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Evidence for a drop that is an e-value within each epoch, so that many streams can be judged
 * together by e-BH.
 *
 * <p>M_t = L_t·(M_{t−1} + a_t) with a_t = the part of the epoch that has passed since the value
 * before (or since the epoch began), by event time. Σ a_t ≤ 1, hence E M ≤ 1 at any time without a
 * change, and P(M ever ≥ c within the epoch) ≤ 1/c. A value of a later epoch begins that epoch with
 * no evidence; a value of an earlier one (late by event time) counts with a_t = 0. The promise
 * needs E[X_t | past and its time] ≥ m: when a value comes must not depend on what it is. Source:
 * Shin, Ramdas and Rinaldo, E-detectors (2023).
 *
 * <p>State: 42 bytes and those of {@link MixtureESr}. Not thread-safe; {@link #observe} allocates
 * nothing.
 */
public final class EpochESr {
  private final MixtureESr detector;
  private final long length;
  private final long offset;
  private long epoch = Long.MIN_VALUE;
  private long covered;

  private EpochESr(MixtureESr detector, long length, long offset) {
    this.detector = detector;
    this.length = Require.atLeast("the length of an epoch", length, 1);
    this.offset = offset;
  }

  /**
   * Evidence over epochs [offset + k·length, offset + (k+1)·length).
   *
   * @param detector without values; it belongs to this object from now on
   * @param length &gt; 0, in the unit of the times given to {@link #observe}
   * @param offset start of an epoch, in the same unit
   */
  public static EpochESr of(MixtureESr detector, long length, long offset) {
    if (detector.count() > 0) {
      throw new IllegalArgumentException(
          "an epoch begins without evidence but the detector has seen "
              + detector.count()
              + " values: pass a new one");
    }
    return new EpochESr(detector, length, offset);
  }

  /**
   * Takes the next value.
   *
   * @param value in [0, 1]
   * @param at its time
   * @return whether it began an epoch
   */
  public boolean observe(double value, long at) {
    Require.unit("a value", value);
    long index = Math.floorDiv(at - offset, length);
    boolean began = index > epoch;
    if (began) {
      epoch = index;
      covered = 0;
      detector.restart();
    }
    long now = index < epoch ? covered : at - offset - index * length;
    detector.observe(value, at, Math.max(0, now - covered) / (double) length);
    covered = Math.max(covered, now);
    return began;
  }

  /** Number of the epoch that the evidence belongs to; {@link Long#MIN_VALUE} without values. */
  public long epoch() {
    return epoch;
  }

  /** Number of the epoch in which a time lies. */
  public long epochOf(long at) {
    return Math.floorDiv(at - offset, length);
  }

  /** ln of the e-value of the present epoch; negative infinity before the first value. */
  public double logEvidence() {
    return detector.logEvidence();
  }

  /** As {@link MixtureESr#decide}, within the present epoch. */
  public DropDecision decide(double limit) {
    return detector.decide(limit);
  }

  /** Forgets the evidence; what has passed of the epoch stays spent. */
  public void restart() {
    detector.restart();
  }

  /** As {@link MixtureESr#retarget}: keeps the evidence of the epoch. */
  public void retarget(double newReference, double... newBets) {
    detector.retarget(newReference, newBets);
  }

  /** The state as bytes (layout version 1, below 1 KiB). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.EPOCH_E_SR)
        .put(length)
        .put(offset)
        .put(epoch)
        .put(covered)
        .put(detector.toBytes())
        .toBytes();
  }

  /** The evidence alone and where in its epoch it stands. */
  void writeEvidence(StateWriter out) {
    out.putCompact(epoch).putCompact(covered);
    detector.writeEvidence(out);
  }

  /** As {@link #writeEvidence} wrote it, in place of the evidence of this. */
  void readEvidence(StateReader in) {
    epoch = in.nextCompact();
    covered = in.nextCompact();
    in.check(covered >= 0 && covered < length, "its position in the epoch");
    detector.readEvidence(in);
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static EpochESr fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.EPOCH_E_SR, bytes, EpochESr::read);
  }

  private static EpochESr read(StateReader in) {
    long length = in.nextLong();
    long offset = in.nextLong();
    long epoch = in.nextLong();
    long covered = in.nextLong();
    EpochESr state = new EpochESr(MixtureESr.fromBytes(in.nextBytes()), length, offset);
    in.check(covered >= 0 && covered < length, "its position in the epoch");
    state.epoch = epoch;
    state.covered = covered;
    return state;
  }
}
