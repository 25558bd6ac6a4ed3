package io.homeostat.statistics.canary;

import io.homeostat.statistics.LogSpace;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Evidence that the candidate is worse, also when it was good at first.
 *
 * <p>H0: E[D | past] ≥ −δ0 for differences D = candidate − control in [−1, 1]. A betting process K
 * = Π(1 − λ(D + δ0)) over the bets of {@link BettingProcess#above} starts at each declared step;
 * the evidence is the mean over all declared steps, a process that has not started yet counting as
 * 1. Good results of early steps thus cannot hide later harm, and the mean of e-processes is an
 * e-process: P(evidence ever ≥ 1/α) ≤ α. With one declared step it is the plain test.
 *
 * <p>State: 26 + 68 bytes per declared step. Not thread-safe; {@link #observe} allocates nothing.
 */
public final class LateHarmProcess {
  /** The most steps that can be declared. */
  public static final int MOST_STEPS = 10;

  private final double tolerance;
  private final double[] bets;
  private final double[] gains;
  private final double[][] logK;
  private final double[] logs;
  private int started = 1;
  private double peak;

  private LateHarmProcess(double tolerance, int declaredSteps) {
    this.tolerance =
        Require.within("the tolerance of a rollback", tolerance, 0, Math.nextDown(1.0));
    Require.within("the number of declared steps", declaredSteps, 1, MOST_STEPS);
    this.bets = BettingProcess.defaultBets(tolerance, -1);
    this.gains = new double[bets.length];
    this.logK = new double[declaredSteps][bets.length];
    this.logs = new double[declaredSteps];
  }

  /**
   * A test whose first step has begun.
   *
   * @param tolerance δ0 in [0, 1): a mean difference down to −δ0 is no harm
   * @param declaredSteps 1 to 10, fixed before the first difference
   */
  public static LateHarmProcess declare(double tolerance, int declaredSteps) {
    return new LateHarmProcess(tolerance, declaredSteps);
  }

  /**
   * Begins the processes of all steps up to {@code step}; those that have begun go on.
   *
   * @param step index in 0..declared − 1
   */
  public void enterStep(int step) {
    Require.within("a step's index", step, 0, logK.length - 1);
    started = Math.max(started, step + 1);
  }

  /** Takes the next difference candidate − control, in [−1, 1]. */
  public void observe(double difference) {
    Require.within("a difference", difference, -1, 1);
    for (int j = 0; j < bets.length; j++) {
      gains[j] = Math.log(1 - bets[j] * (difference + tolerance));
    }
    for (int s = 0; s < started; s++) {
      for (int j = 0; j < bets.length; j++) {
        logK[s][j] += gains[j];
      }
      logs[s] = LogSpace.mean(logK[s]);
    }
    peak = Math.max(peak, logEvidence());
  }

  /** ln of the evidence of harm now; 0 before the first difference. */
  public double logEvidence() {
    return LogSpace.mean(logs);
  }

  /** ln of the largest evidence so far, at least 0; P(e^peak ≥ 1/α) ≤ α without harm. */
  public double logPeak() {
    return peak;
  }

  /** The state as bytes (layout version 1, below 1 KiB). */
  public byte[] toBytes() {
    StateWriter out =
        new StateWriter(StateKind.LATE_HARM_PROCESS)
            .put(tolerance)
            .put(logK.length)
            .put(started)
            .put(peak);
    for (double[] step : logK) {
      out.put(step);
    }
    return out.toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static LateHarmProcess fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.LATE_HARM_PROCESS, bytes, LateHarmProcess::read);
  }

  private static LateHarmProcess read(StateReader in) {
    LateHarmProcess harm = new LateHarmProcess(in.nextDouble(), in.nextInt());
    harm.started = Require.within("the number of started steps", in.nextInt(), 1, harm.logK.length);
    harm.peak = Require.within("saved evidence", in.nextDouble(), 0, 1e300);
    for (int s = 0; s < harm.logK.length; s++) {
      double[] step = in.nextDoubles();
      in.check(step.length == harm.bets.length, step.length + " bets");
      for (int j = 0; j < step.length; j++) {
        harm.logK[s][j] = Require.within("saved evidence", step[j], -1e300, 1e300);
      }
      harm.logs[s] = LogSpace.mean(harm.logK[s]);
    }
    return harm;
  }
}
