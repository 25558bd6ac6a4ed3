package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Tests that a drifted stream is good again, so that "recovered" is evidence and not a lucky
 * minute.
 *
 * <p>From the alarm on, H0: E[X_t | past] ≤ h with h = baseline mean − smallest drop that matters.
 * Per bet λ the evidence is Σ_s a_s Π_{i≥s} (1 + λ(X_i − h)): a mixture of tests started at each
 * value with weights a_1 = 1/2 and a_t = ½·(1/(1+ln(t−1)) − 1/(1+ln t)), which sum to at most 1. It
 * is an e-process, so P(evidence ever ≥ 20) ≤ 1/20 while H0 holds, and unlike one product from the
 * alarm on it does not need to win back what it lost during a long drift. The price is ln 2 at
 * first and about 8 after a drift of 2,000 values, while a recovered mean adds at most about (mean
 * − h)/h per value: start a new test when the service is changed. Source: Ville's inequality;
 * Waudby-Smith and Ramdas (2024).
 *
 * <p>Not thread-safe; {@link #observe} allocates nothing.
 */
public final class RecoveryEvidence {
  private static final double LEAST = 0.01;

  private final MixtureESr evidence;

  private RecoveryEvidence(MixtureESr evidence) {
    this.evidence = evidence;
  }

  /**
   * A test that starts now.
   *
   * @param baselineMean in [0, 1]
   * @param deviation standard deviation of the baseline, in [0, 1]
   * @param smallestDrop the smallest drop that matters, in (0, 1]
   */
  public static RecoveryEvidence start(double baselineMean, double deviation, double smallestDrop) {
    Require.unit("the baseline mean", baselineMean);
    Require.within("the smallest drop that matters", smallestDrop, Double.MIN_NORMAL, 1);
    double hurdle = Math.clamp(baselineMean - smallestDrop, LEAST, 1 - LEAST);
    return new RecoveryEvidence(MixtureESr.forDrop(1 - hurdle, deviation, smallestDrop));
  }

  /**
   * Takes the next value.
   *
   * @param value in [0, 1]
   * @param at its time
   */
  public void observe(double value, long at) {
    Require.unit("a value", value);
    evidence.observe(1 - value, at, startWeight(evidence.count() + 1));
  }

  /** h: recovery means a mean above it. */
  public double hurdle() {
    return 1 - evidence.reference();
  }

  /** ln of the evidence for recovery; negative infinity before the first value. */
  public double logEvidence() {
    return evidence.logEvidence();
  }

  /**
   * Whether recovery is established.
   *
   * @param limit 1/α ≥ 1, by convention 20
   */
  public boolean recovered(double limit) {
    Require.within("a recovery limit", limit, 1, Double.MAX_VALUE);
    return logEvidence() >= Math.log(limit);
  }

  static double startWeight(long t) {
    if (t == 1) {
      return 0.5;
    }
    return 0.5 * (1 / (1 + Math.log(t - 1)) - 1 / (1 + Math.log(t)));
  }

  /** The state as bytes (layout version 1, below 1 KiB). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.RECOVERY_EVIDENCE).put(evidence.toBytes()).toBytes();
  }

  /** The evidence alone. */
  void write(StateWriter out) {
    evidence.writeEvidence(out);
  }

  /** As {@link #write} wrote it, by a test that was started in the same way as this. */
  RecoveryEvidence read(StateReader in) {
    evidence.readEvidence(in);
    return this;
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static RecoveryEvidence fromBytes(byte[] bytes) {
    return StateReader.read(
        StateKind.RECOVERY_EVIDENCE,
        bytes,
        in -> new RecoveryEvidence(MixtureESr.fromBytes(in.nextBytes())));
  }
}
