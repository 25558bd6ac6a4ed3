package io.homeostat.statistics.canary;

import io.homeostat.statistics.LogSpace;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Arrays;

/**
 * Watches that units reach the arms in the declared ratio, because a broken split makes every
 * comparison worthless.
 *
 * <p>A unit that arrives while the candidate's share is p enters the candidate with probability p
 * under H0. Per odds ratio r the likelihood ratio is Π r^x/(1 − p + r·p) with x = 1 for the
 * candidate; the evidence is the mean over r ∈ {1.05, 1.1, 1.2, 1.5, 2, 4} and their inverses. It
 * is an e-process for any sequence of shares: P(evidence ever ≥ 1/α) ≤ α. It serves as the
 * sequential form of the χ² sample-ratio test; source of the idea: Lindon and Malek, Anytime-valid
 * inference for multinomial count data (2022).
 *
 * <p>State: 110 bytes. Not thread-safe; {@link #observe} allocates nothing.
 */
public final class SampleRatioCheck {
  private static final double[] RATIOS = {
    1.05, 1.1, 1.2, 1.5, 2, 4, 1 / 1.05, 1 / 1.1, 1 / 1.2, 1 / 1.5, 0.5, 0.25
  };

  private static final double[] LOG_RATIOS = Arrays.stream(RATIOS).map(Math::log).toArray();

  private final double[] logK = new double[RATIOS.length];
  private double peak;

  /** A check without units. */
  public SampleRatioCheck() {}

  /**
   * Takes the next unit. Shares of 0 and 1 say nothing about the ratio and are left out.
   *
   * @param arm the arm that the unit entered
   * @param candidateShare p in [0, 1] when it entered
   */
  public void observe(Arm arm, double candidateShare) {
    Require.unit("the candidate's share", candidateShare);
    if (candidateShare == 0 || candidateShare == 1) {
      return;
    }
    for (int k = 0; k < RATIOS.length; k++) {
      double won = arm == Arm.CANDIDATE ? LOG_RATIOS[k] : 0;
      logK[k] += won - Math.log(1 + candidateShare * (RATIOS[k] - 1));
    }
    peak = Math.max(peak, logEvidence());
  }

  /** ln of the evidence of a mismatch now; 0 before the first unit. */
  public double logEvidence() {
    return LogSpace.mean(logK);
  }

  /**
   * Whether a mismatch has ever been shown.
   *
   * @param alpha in (0, 0.5], by convention .001
   */
  public boolean mismatch(double alpha) {
    Require.within("the error probability of a check", alpha, Double.MIN_NORMAL, 0.5);
    return peak >= -Math.log(alpha);
  }

  /** The state as bytes (layout version 1). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.SAMPLE_RATIO_CHECK).put(logK).put(peak).toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static SampleRatioCheck fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.SAMPLE_RATIO_CHECK, bytes, SampleRatioCheck::read);
  }

  private static SampleRatioCheck read(StateReader in) {
    SampleRatioCheck check = new SampleRatioCheck();
    double[] logK = in.nextDoubles();
    in.check(logK.length == check.logK.length, logK.length + " ratios");
    for (int k = 0; k < logK.length; k++) {
      check.logK[k] = Require.within("saved evidence", logK[k], -1e300, 1e300);
    }
    check.peak = Require.within("saved evidence", in.nextDouble(), 0, 1e300);
    return check;
  }
}
