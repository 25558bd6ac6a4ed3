package io.homeostat.statistics.canary;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Says whether the mean of values in [0, 1], a rate of toxic answers for instance, lies above or
 * below a fixed threshold, because a window that is compared with a threshold has no error rate.
 *
 * <p>Two betting processes run at once: H0: E X ≤ θ with K = Π(1 + λ(X − θ)), which makes a BREACH
 * at K ≥ 1/α, and H0: E X ≥ θ with K = Π(1 + λ(θ − X)), which makes it CLEAR. Each is ever wrong
 * with probability at most α; in between it is UNDECIDED. The latter puts half of its weight on the
 * bet λ = .99/(1 − θ), since a low threshold is cleared by values of 0 above all. From values of 0
 * alone no valid test can clear θ before ln(1/α)/−ln(1 − θ) values: 748 at θ = .004, α = .05.
 * Source: Waudby-Smith and Ramdas (2024).
 *
 * <p>State: at most 0.4 KiB. Not thread-safe; {@link #observe} allocates nothing.
 */
public final class ThresholdTest {
  private static final double BOLD = 0.99;
  private static final double[] CAUTION = {1, 1, 1, 0.5, 0.25, 0.1};

  private final BettingProcess above;
  private final BettingProcess below;

  private ThresholdTest(BettingProcess above, BettingProcess below) {
    this.above = above;
    this.below = below;
  }

  /** On which side of the threshold the mean has been shown to lie. */
  public enum Side {
    /** Above. */
    BREACH,
    /** Below. */
    CLEAR,
    /** Not shown yet. */
    UNDECIDED
  }

  /**
   * A test without values.
   *
   * @param threshold θ, strictly between 0 and 1
   */
  public static ThresholdTest at(double threshold) {
    Require.between("a threshold", threshold, 0, 1);
    double[] bets = new double[CAUTION.length];
    for (int j = 0; j < bets.length; j++) {
      bets[j] = BOLD * CAUTION[j] / (1 - threshold);
    }
    return new ThresholdTest(
        BettingProcess.above(threshold, 0, 1), BettingProcess.withBets(1 - threshold, 0, 1, bets));
  }

  /** Takes the value of the next unit, in [0, 1]. */
  public void observe(double value) {
    above.observe(value);
    below.observe(1 - value);
  }

  /**
   * What has been shown up to now; a side once shown stays, and a breach goes before.
   *
   * @param alpha error probability per side, in (0, 0.5]
   */
  public Side decide(double alpha) {
    Require.within("the error probability of a threshold", alpha, Double.MIN_NORMAL, 0.5);
    double limit = -Math.log(alpha);
    if (above.logPeak() >= limit) {
      return Side.BREACH;
    }
    return below.logPeak() >= limit ? Side.CLEAR : Side.UNDECIDED;
  }

  /** ln of the largest evidence so far that the mean lies above. */
  public double logBreach() {
    return above.logPeak();
  }

  /** ln of the largest evidence so far that the mean lies below. */
  public double logClear() {
    return below.logPeak();
  }

  /** Values observed. */
  public long count() {
    return above.count();
  }

  /** The state as bytes (layout version 1). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.THRESHOLD_TEST)
        .put(above.toBytes())
        .put(below.toBytes())
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static ThresholdTest fromBytes(byte[] bytes) {
    return StateReader.read(
        StateKind.THRESHOLD_TEST,
        bytes,
        in ->
            new ThresholdTest(
                BettingProcess.fromBytes(in.nextBytes()),
                BettingProcess.fromBytes(in.nextBytes())));
  }
}
