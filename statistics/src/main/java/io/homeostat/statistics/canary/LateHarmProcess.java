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
 * = Π(1 − λ(D + δ0)) over the bets of {@link BettingProcess#above} starts at each of N declared
 * moments; the evidence is the mean over all N, a process that has not started yet counting as 1.
 * Good results of earlier moments thus cannot hide later harm, and the mean of e-processes is an
 * e-process: P(evidence ever ≥ 1/α) ≤ α. With one declared step it is the plain test.
 *
 * <p>The moments are the steps of a plan ({@link #declare}) or every one of the first N differences
 * ({@link #atEveryDifference}). With S_n the e-SR on D, S_n = (1 − λ(D + δ0))(S_{n−1} + 1), the
 * latter is (S_n + N − n)/N: it reaches 1/α no later than S_n reaches N/α. Per bet all processes
 * grow by one factor, so their sum is all that is kept. Source: Shin, Ramdas and Rinaldo,
 * E-detectors (2023); Ville's inequality.
 *
 * <p>State: 103 bytes. Not thread-safe; {@link #observe} allocates nothing.
 */
public final class LateHarmProcess {
  /** The most steps that can be declared. */
  public static final int MOST_STEPS = 10;

  private static final int MOST_DIFFERENCES = 1_000_000_000;

  private final double tolerance;
  private final int moments;
  private final boolean everyDifference;
  private final double[] bets;
  private final double[] logSum;
  private int started;
  private double evidence;
  private double peak;

  private LateHarmProcess(double tolerance, int moments, boolean everyDifference) {
    this.tolerance =
        Require.within("the tolerance of a rollback", tolerance, 0, Math.nextDown(1.0));
    this.moments = moments;
    this.everyDifference = everyDifference;
    this.bets = BettingProcess.defaultBets(tolerance, -1);
    this.logSum = new double[bets.length];
    this.started = 1;
  }

  /**
   * A test whose first step has begun.
   *
   * @param tolerance δ0 in [0, 1): a mean difference down to −δ0 is no harm
   * @param declaredSteps N from 1 to 10, fixed before the first difference
   */
  public static LateHarmProcess declare(double tolerance, int declaredSteps) {
    Require.within("the number of declared steps", declaredSteps, 1, MOST_STEPS);
    return new LateHarmProcess(tolerance, declaredSteps, false);
  }

  /**
   * A test that expects harm to begin at any difference, for canaries without steps.
   *
   * @param tolerance δ0 in [0, 1): a mean difference down to −δ0 is no harm
   * @param maximum N from 1 to 1e9: harm that begins after so many differences is looked for by the
   *     processes that run already
   */
  public static LateHarmProcess atEveryDifference(double tolerance, int maximum) {
    Require.within("the maximum of differences", maximum, 1, MOST_DIFFERENCES);
    return new LateHarmProcess(tolerance, maximum, true);
  }

  /**
   * Begins the processes of all steps up to {@code step}; those that have begun go on.
   *
   * @param step index in 0..declared − 1
   * @throws IllegalStateException when a process begins at every difference
   */
  public void enterStep(int step) {
    if (everyDifference) {
      throw new IllegalStateException("a test that begins at every difference has no steps");
    }
    Require.within("a step's index", step, 0, moments - 1);
    while (started <= step) {
      begin();
    }
  }

  private void begin() {
    started++;
    for (int j = 0; j < bets.length; j++) {
      logSum[j] = LogSpace.add(logSum[j], 0);
    }
  }

  /** Takes the next difference candidate − control, in [−1, 1]. */
  public void observe(double difference) {
    Require.within("a difference", difference, -1, 1);
    for (int j = 0; j < bets.length; j++) {
      logSum[j] += Math.log(1 - bets[j] * (difference + tolerance));
    }
    weigh();
    peak = Math.max(peak, evidence);
    if (everyDifference && started < moments) {
      begin();
    }
  }

  private void weigh() {
    double waiting = Math.log(moments - started);
    evidence = LogSpace.add(LogSpace.mean(logSum), waiting) - Math.log(moments);
  }

  /** ln of the evidence of harm now; 0 before the first difference. */
  public double logEvidence() {
    return evidence;
  }

  /** ln of the largest evidence so far, at least 0; P(e^peak ≥ 1/α) ≤ α without harm. */
  public double logPeak() {
    return peak;
  }

  /** The state as bytes (layout version 2). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.LATE_HARM_PROCESS)
        .put(tolerance)
        .put(moments)
        .put(everyDifference)
        .put(started)
        .put(evidence)
        .put(peak)
        .put(logSum)
        .toBytes();
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
    double tolerance = in.nextDouble();
    int moments = in.nextInt();
    LateHarmProcess harm =
        in.nextBoolean() ? atEveryDifference(tolerance, moments) : declare(tolerance, moments);
    harm.started = Require.within("the number of started processes", in.nextInt(), 1, moments);
    harm.evidence = Require.within("saved evidence", in.nextDouble(), -1e300, 1e300);
    harm.peak = Require.within("saved evidence", in.nextDouble(), 0, 1e300);
    double[] logSum = in.nextDoubles();
    in.check(logSum.length == harm.bets.length, logSum.length + " bets");
    for (int j = 0; j < logSum.length; j++) {
      harm.logSum[j] = Require.within("saved evidence", logSum[j], -1e300, 1e300);
    }
    return harm;
  }
}
