package io.homeostat.statistics.drift;

import io.homeostat.statistics.LogSpace;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Detects that the mean of values in [0, 1] has dropped below a reference, with a false-alarm rate
 * that holds for every distribution.
 *
 * <p>As long as E[X_t | past] ≥ m, each L_t = 1 + λ(m − X_t) with 0 &lt; λ &lt; 1/(1 − m) has
 * conditional mean ≤ 1. Per bet λ the Shiryaev–Roberts e-detector is M_t = L_t·(M_{t−1} + a_t),
 * here with start weights a_t = 1 unless given; the evidence is the mean of M over the bets. With
 * a_t = 1: alarming at M ≥ c has average run length ≥ c, and with a {@link #restart} after each
 * alarm the expected number of false alarms in n values is ≤ n/c. With Σ a_t ≤ 1, M itself is an
 * e-value at any time. m and λ may be changed between values ({@link #retarget}) by what was seen
 * before. Source: Shin, Ramdas and Rinaldo, E-detectors (2023).
 *
 * <p>The time of the change is estimated by the last reset of the matching CUSUM of the bet with
 * most evidence (the maximum-likelihood change point over the bets). State: 46 + 40 bytes per bet.
 * Not thread-safe; {@link #observe} allocates nothing.
 */
public final class MixtureESr {
  private static final int MOST_BETS = 16;

  private final double[] bets;
  private final double[] logM;
  private final float[] cusum; // says only since when, so seven digits do
  private final long[] since;
  private final long[] sinceIndex;
  private double reference;
  private long count;

  private MixtureESr(double reference, int size) {
    this.reference = reference;
    this.bets = new double[size];
    this.logM = new double[size];
    this.cusum = new float[size];
    this.since = new long[size];
    this.sinceIndex = new long[size];
    restart();
  }

  /**
   * A detector with bets of equal weight.
   *
   * @param reference m in (0, 1): the lowest mean that is still good
   * @param bets 1 to 16 values λ in (0, 1/(1 − m))
   */
  public static MixtureESr of(double reference, double... bets) {
    Require.within("the number of bets", bets.length, 1, MOST_BETS);
    MixtureESr detector = new MixtureESr(reference, bets.length);
    detector.retarget(reference, bets);
    return detector;
  }

  /**
   * A detector whose bets suit a stream.
   *
   * @param reference m in (0, 1): the lowest mean that is still good
   * @param deviation standard deviation of the values, in [0, 1]
   * @param smallestDrop the smallest drop that matters, in (0, 1]
   */
  public static MixtureESr forDrop(double reference, double deviation, double smallestDrop) {
    return of(reference, BettingGrid.forDrop(reference, deviation, smallestDrop));
  }

  /**
   * Goes on with another reference and other bets (a grown baseline) and keeps the evidence.
   *
   * @param newReference m in (0, 1), chosen without the values to come
   * @param newBets as many as before, each in (0, 1/(1 − m))
   */
  public void retarget(double newReference, double... newBets) {
    Require.between("the reference mean", newReference, 0, 1);
    Require.within("the number of bets", newBets.length, bets.length, bets.length);
    for (double bet : newBets) {
      Require.between("a bet", bet, 0, 1 / (1 - newReference));
    }
    reference = newReference;
    System.arraycopy(newBets, 0, bets, 0, bets.length);
  }

  /**
   * Takes the next value with start weight 1.
   *
   * @param value in [0, 1]
   * @param at its time, in the unit in which {@link DropDecision#since} is wanted
   */
  public void observe(double value, long at) {
    observe(value, at, 1);
  }

  /**
   * Takes the next value.
   *
   * @param value in [0, 1]
   * @param at its time, in the unit in which {@link DropDecision#since} is wanted
   * @param startWeight a_t ≥ 0, chosen without the value
   */
  public void observe(double value, long at, double startWeight) {
    Require.unit("a value", value);
    Require.within("a start weight", startWeight, 0, Double.MAX_VALUE);
    double logStart = Math.log(startWeight);
    count++;
    for (int k = 0; k < bets.length; k++) {
      double logL = Math.log(1 + bets[k] * (reference - value));
      logM[k] = LogSpace.add(logM[k], logStart) + logL;
      if (cusum[k] <= 0) {
        cusum[k] = 0;
        since[k] = at;
        sinceIndex[k] = count;
      }
      cusum[k] = (float) (cusum[k] + logL);
    }
  }

  /** ln M_t of the mixture; negative infinity before the first value. */
  public double logEvidence() {
    return LogSpace.mean(logM);
  }

  /**
   * Compares the evidence with a limit.
   *
   * @param limit c ≥ 1, the average run length to hold without a change
   */
  public DropDecision decide(double limit) {
    Require.within("an alarm limit", limit, 1, Double.MAX_VALUE);
    int best = 0;
    for (int k = 1; k < bets.length; k++) {
      if (cusum[k] > cusum[best]) {
        best = k;
      }
    }
    double evidence = logEvidence();
    long valuesSince = count == 0 ? 0 : count - sinceIndex[best] + 1;
    return new DropDecision(
        evidence >= Math.log(limit), evidence, limit, since[best], valuesSince, count);
  }

  /** Forgets all evidence: to be called after each alarm. */
  public void restart() {
    count = 0;
    for (int k = 0; k < bets.length; k++) {
      logM[k] = Double.NEGATIVE_INFINITY;
      cusum[k] = 0;
      since[k] = 0;
      sinceIndex[k] = 0;
    }
  }

  /** m: the lowest mean that is still good. */
  public double reference() {
    return reference;
  }

  /** Values observed since the start or the last restart. */
  public long count() {
    return count;
  }

  double[] bets() {
    return bets.clone();
  }

  /** The state as bytes (layout version 1, below 1 KiB). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.MIXTURE_E_SR)
        .put(reference)
        .put(count)
        .put(bets)
        .put(logM)
        .put(doubles(cusum))
        .put(since)
        .put(sinceIndex)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static MixtureESr fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.MIXTURE_E_SR, bytes, MixtureESr::read);
  }

  private static double[] doubles(float[] values) {
    double[] all = new double[values.length];
    for (int k = 0; k < all.length; k++) {
      all[k] = values[k];
    }
    return all;
  }

  private static MixtureESr read(StateReader in) {
    double reference = in.nextDouble();
    long count = in.nextLong();
    MixtureESr detector = of(reference, in.nextDoubles());
    detector.count = Require.atLeast("a count", count, 0);
    copy(in, in.nextDoubles(), detector.logM);
    double[] sums = new double[detector.cusum.length];
    copy(in, in.nextDoubles(), sums);
    for (int k = 0; k < sums.length; k++) {
      detector.cusum[k] = (float) sums[k];
    }
    copy(in, in.nextLongs(), detector.since);
    copy(in, in.nextLongs(), detector.sinceIndex);
    return detector;
  }

  /** The evidence alone; reference and bets are known to whoever reads it. */
  void writeEvidence(StateWriter out) {
    out.putCompact(count);
    long time = 0;
    for (int k = 0; k < bets.length && count > 0; k++) {
      out.put(logM[k]).putFloat(cusum[k]).putCompact(since[k] - time);
      out.putCompact(count - sinceIndex[k]);
      time = since[k];
    }
  }

  /** As {@link #writeEvidence} wrote it, in place of the evidence of this. */
  void readEvidence(StateReader in) {
    restart();
    count = Require.atLeast("a count", in.nextCompact(), 0);
    long time = 0;
    for (int k = 0; k < bets.length && count > 0; k++) {
      logM[k] = in.nextDouble();
      cusum[k] = in.nextFloat();
      in.check(
          logM[k] < Double.POSITIVE_INFINITY && Math.abs(cusum[k]) < Double.POSITIVE_INFINITY,
          "evidence " + logM[k]);
      time += in.nextCompact();
      since[k] = time;
      sinceIndex[k] = count - in.nextCompact();
    }
  }

  private static void copy(StateReader in, double[] from, double[] to) {
    in.check(from.length == to.length, "its lists have different lengths");
    for (double value : from) {
      in.check(!Double.isNaN(value) && value < Double.POSITIVE_INFINITY, "evidence " + value);
    }
    System.arraycopy(from, 0, to, 0, to.length);
  }

  private static void copy(StateReader in, long[] from, long[] to) {
    in.check(from.length == to.length, "its lists have different lengths");
    System.arraycopy(from, 0, to, 0, to.length);
  }
}
