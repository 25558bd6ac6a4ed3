package io.homeostat.statistics.canary;

import io.homeostat.statistics.LogSpace;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Evidence that the mean of bounded values lies above a hurdle, valid at any time.
 *
 * <p>H0: E[X_t | past] ≤ θ for X in [low, high]. Per bet λ in (0, 1/(θ − low)) the capital is K =
 * Π(1 + λ(X_t − θ)); the evidence is the mean of K over the bets. It is an e-process: P(evidence
 * ever ≥ 1/α) ≤ α under H0, for any distribution and whatever decided when to look. The bets unless
 * given: λ_j = .9·λ_max·2^(−.75j), j = 0..7. Source: Waudby-Smith and Ramdas (2024).
 *
 * <p>State: 111 bytes with the default bets, else 51 + 16 bytes per bet. Not thread-safe; {@link
 * #observe} allocates nothing.
 */
public final class BettingProcess {
  private static final int DEFAULT_BETS = 8;
  private static final int MOST_BETS = 16;
  private static final double SAFE_SHARE = 0.9;
  private static final double STEP = 0.75;

  private final double hurdle;
  private final double low;
  private final double high;
  private final double[] bets;
  private final double[] logK;
  private final boolean ownBets;
  private long count;
  private double evidence;
  private double peak;

  private BettingProcess(double hurdle, double low, double high, boolean ownBets, double... bets) {
    Require.within("the lowest value", low, -1e9, 1e9);
    Require.within("the highest value", high, Math.nextUp(low), 1e9);
    this.hurdle = Require.between("the hurdle of a test", hurdle, low, high);
    this.low = low;
    this.high = high;
    this.ownBets = ownBets;
    Require.within("the number of bets", bets.length, 1, MOST_BETS);
    for (double bet : bets) {
      Require.between("a bet", bet, 0, 1 / (hurdle - low));
    }
    this.bets = bets.clone();
    this.logK = new double[bets.length];
  }

  /**
   * Evidence for E X &gt; {@code hurdle} with the default bets.
   *
   * @param hurdle θ, strictly between {@code low} and {@code high}
   * @param low smallest possible value
   * @param high largest possible value
   */
  public static BettingProcess above(double hurdle, double low, double high) {
    return new BettingProcess(hurdle, low, high, false, defaultBets(hurdle, low));
  }

  static double[] defaultBets(double hurdle, double low) {
    double[] bets = new double[DEFAULT_BETS];
    for (int j = 0; j < bets.length; j++) {
      bets[j] = SAFE_SHARE / (hurdle - low) * Math.pow(2, -STEP * j);
    }
    return bets;
  }

  /** As {@link #above} with bets of one's own, 1 to 16, each in (0, 1/(hurdle − low)). */
  public static BettingProcess withBets(double hurdle, double low, double high, double... bets) {
    return new BettingProcess(hurdle, low, high, true, bets);
  }

  /** Takes the next value, in [low, high]. */
  public void observe(double value) {
    double gain = Require.within("a value", value, low, high) - hurdle;
    count++;
    for (int j = 0; j < bets.length; j++) {
      logK[j] += Math.log(1 + bets[j] * gain);
    }
    evidence = LogSpace.mean(logK);
    peak = Math.max(peak, evidence);
  }

  /** ln of the evidence now; 0 before the first value. */
  public double logEvidence() {
    return evidence;
  }

  /** ln of the largest evidence so far, at least 0; P(e^peak ≥ 1/α) ≤ α under H0. */
  public double logPeak() {
    return peak;
  }

  /** Values observed. */
  public long count() {
    return count;
  }

  /** The state as bytes (layout version 2, below 1 KiB). */
  public byte[] toBytes() {
    StateWriter out =
        new StateWriter(StateKind.BETTING_PROCESS).put(hurdle).put(low).put(high).put(ownBets);
    if (ownBets) {
      out.put(bets);
    }
    return out.put(logK).put(count).put(peak).toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static BettingProcess fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.BETTING_PROCESS, bytes, BettingProcess::read);
  }

  private static BettingProcess read(StateReader in) {
    double hurdle = in.nextDouble();
    double low = in.nextDouble();
    double high = in.nextDouble();
    BettingProcess process =
        in.nextBoolean() ? withBets(hurdle, low, high, in.nextDoubles()) : above(hurdle, low, high);
    double[] logK = in.nextDoubles();
    in.check(logK.length == process.logK.length, logK.length + " bets");
    for (int j = 0; j < logK.length; j++) {
      process.logK[j] = Require.within("saved evidence", logK[j], -1e300, 1e300);
    }
    process.evidence = LogSpace.mean(process.logK);
    process.count = Require.atLeast("a count", in.nextLong(), 0);
    process.peak = Require.within("saved evidence", in.nextDouble(), 0, 1e300);
    return process;
  }
}
