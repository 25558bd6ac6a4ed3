package io.homeostat.statistics.streams;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Arrays;

/**
 * Judges K streams together by their evidence of one epoch: the second stage behind streams that
 * lie on many partitions.
 *
 * <p>Streams report the ln e of their present epoch ({@link
 * io.homeostat.statistics.drift.EpochESr}); {@link #evaluate}, called at event-time boundaries,
 * applies the rule to what was reported, and a stream once rejected stays so until the epoch ends.
 * Without any drift P(any rejection in an epoch) ≤ α for both rules however often they are
 * evaluated, because the mean of the K evidences is an e-process (its starts included). With e-BH
 * the false discovery rate at any one evaluation is ≤ α under any dependence; that of the latched
 * set is shown by simulation, not by theorem. e-Bonferroni keeps P(any false) ≤ α latched, too.
 *
 * <p>State: at most 40 + 9·K bytes. Deterministic; not thread-safe; updates allocate nothing.
 */
public final class EpochFamily {
  private final FamilyRule rule;
  private final double alpha;
  private final double[] logEvidence;
  private final boolean[] rejected;
  private final double[] scratch;
  private long epoch = Long.MIN_VALUE;
  private int rejections;

  private EpochFamily(FamilyRule rule, double alpha, int streams) {
    this.rule = rule;
    this.alpha = Require.between("alpha", alpha, 0, 1);
    this.logEvidence = new double[Require.within("the number of streams", streams, 1, 1_000_000)];
    this.rejected = new boolean[streams];
    this.scratch = new double[streams];
    clear();
  }

  /**
   * A family without evidence.
   *
   * @param rule what is promised
   * @param alpha per epoch, in (0, 1)
   * @param streams K, 1 to 1,000,000: all that will report, whether they have yet or not
   */
  public static EpochFamily start(FamilyRule rule, double alpha, int streams) {
    return new EpochFamily(rule, alpha, streams);
  }

  /**
   * Takes the present evidence of a stream. A later epoch than that of the family begins it for
   * all; evidence of an earlier one is ignored.
   *
   * @param stream 0 to K − 1
   * @param ofEpoch number of the epoch
   * @param logE ln of its e-value
   */
  public void report(int stream, long ofEpoch, double logE) {
    Require.within("a stream", stream, 0, logEvidence.length - 1);
    EBenjaminiHochberg.checkEvidence(logE);
    advance(ofEpoch);
    if (ofEpoch == epoch) {
      logEvidence[stream] = logE;
    }
  }

  /** Begins an epoch, unless it or a later one has begun. */
  public void advance(long toEpoch) {
    if (toEpoch > epoch) {
      epoch = toEpoch;
      clear();
    }
  }

  private void clear() {
    Arrays.fill(logEvidence, Double.NEGATIVE_INFINITY);
    Arrays.fill(rejected, false);
    rejections = 0;
  }

  /**
   * Applies the rule to the present evidence.
   *
   * @return how many streams were newly rejected
   */
  public int evaluate() {
    System.arraycopy(logEvidence, 0, scratch, 0, scratch.length);
    double limit = rule.logLimit(scratch, scratch.length, alpha);
    int before = rejections;
    for (int i = 0; i < rejected.length; i++) {
      if (!rejected[i] && logEvidence[i] >= limit) {
        rejected[i] = true;
        rejections++;
      }
    }
    return rejections - before;
  }

  /** Whether a stream was rejected in the present epoch. */
  public boolean rejected(int stream) {
    return rejected[Require.within("a stream", stream, 0, rejected.length - 1)];
  }

  /** How many streams were rejected in the present epoch. */
  public int rejections() {
    return rejections;
  }

  /** Number of the present epoch; {@link Long#MIN_VALUE} before the first report. */
  public long epoch() {
    return epoch;
  }

  /** K. */
  public int streams() {
    return rejected.length;
  }

  /** The state as bytes (layout version 1; its size is stated above). */
  public byte[] toBytes() {
    byte[] flags = new byte[rejected.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (byte) (rejected[i] ? 1 : 0);
    }
    return new StateWriter(StateKind.EPOCH_FAMILY)
        .put(rule.ordinal())
        .put(alpha)
        .put(epoch)
        .put(logEvidence)
        .put(flags)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static EpochFamily fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.EPOCH_FAMILY, bytes, EpochFamily::read);
  }

  private static EpochFamily read(StateReader in) {
    int rule = in.nextInt();
    double alpha = in.nextDouble();
    long epoch = in.nextLong();
    double[] evidence = in.nextDoubles();
    byte[] flags = in.nextBytes();
    in.check(rule >= 0 && rule < FamilyRule.values().length, "rule " + rule);
    in.check(flags.length == evidence.length, "its lists have different lengths");
    EpochFamily family = new EpochFamily(FamilyRule.values()[rule], alpha, evidence.length);
    family.epoch = epoch;
    for (int i = 0; i < flags.length; i++) {
      family.logEvidence[i] = EBenjaminiHochberg.checkEvidence(evidence[i]);
      family.rejected[i] = flags[i] != 0;
      family.rejections += family.rejected[i] ? 1 : 0;
    }
    return family;
  }
}
