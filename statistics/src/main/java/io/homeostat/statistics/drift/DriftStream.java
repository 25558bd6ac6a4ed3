package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import io.homeostat.statistics.drift.DriftVerdict.BaselineSummary;

/**
 * Follows one stream from its first value through baseline, monitoring, drift and recovery.
 *
 * <p>The detector's reference is the lower bound of the baseline less the tolerance, never the
 * baseline's mean. While the baseline grows, the reference follows it (the bound holds at all
 * sample sizes at once); it does not grow during a drift. Feed one value per session.
 *
 * <p>Autocorrelated values are averaged in blocks, doubled until the averages are not correlated
 * ({@link BlockDoubling}) or the baseline is frozen; all parts then count blocks. The limit stays
 * that of single values: blocks of B spend at most 1/B of the budget, a reserve for correlation
 * left.
 *
 * <p>State: at most 3.3 KiB and 4·freezeSamples bytes. Not thread-safe; {@link #observe} allocates
 * only when the reference moves (at most once per 5 % of growth), at an alarm and at a recovery.
 */
public final class DriftStream {
  /** Evidence for recovery at which a drift is over: P(wrongly) ≤ 1/20. */
  public static final double RECOVERY_LIMIT = 20;

  private static final int RECENT = 100;
  private static final double LEAST_REFERENCE = 0.01;
  private static final double DISPLAY_LEVEL = 0.05;

  private final DriftSettings settings;
  private Baseline baseline;
  private Blocks blocks = new Blocks();
  private RecentValues recent = RecentValues.last(RECENT);
  private MixtureESr detector;
  private RecoveryEvidence recovery;
  private DropDecision alarm;
  private ReferenceBound bound = new ReferenceBound();
  private long alarmedAt;
  private long since;
  private long recoveredAt;
  private boolean recovered;

  private DriftStream(DriftSettings settings) {
    this.settings = settings;
    this.baseline = Baseline.start(settings.freezeSamples(), settings.freezeAfter());
  }

  /** A stream without values. */
  public static DriftStream start(DriftSettings settings) {
    return new DriftStream(settings);
  }

  /**
   * Takes the next value.
   *
   * @param value in [0, 1]
   * @param at its time
   * @param limits what the budget leaves to this stream now
   */
  public void observe(double value, long at, AlarmLimits limits) {
    Require.unit("a value", value);
    if (recovery == null && !baseline.frozen()) {
      blocks.learn(value);
    }
    if (take(value, at, limits, true)) {
      baseline.observe(blocks.mean(), at);
      follow(limits);
    }
  }

  /**
   * Holds the next value against the baseline without letting the baseline grow: for values of
   * another release than the one that the baseline describes.
   *
   * @param value in [0, 1]
   * @param at its time
   * @param limits what the budget leaves to this stream now
   * @return whether the stream is without drift, before and after this value
   */
  public boolean watch(double value, long at, AlarmLimits limits) {
    boolean drifted = recovery != null;
    take(value, at, limits, false);
    return !drifted && recovery == null;
  }

  /** Whether the baseline may take the block that this value has made whole. */
  private boolean take(double value, long at, AlarmLimits limits, boolean own) {
    recent.observe(value);
    if (!blocks.add(value, at, own)) {
      return false;
    }
    if (recovery != null) {
      watchRecovery(at);
      return false;
    }
    if (detector != null) {
      detector.observe(blocks.mean(), blocks.startedAt());
      if (detector.logEvidence() >= Math.log(limits.limit())) {
        raiseAlarm(at, limits);
        return false;
      }
    }
    return blocks.own();
  }

  /**
   * Starts the test of recovery afresh because the service was changed (a repair was promoted), so
   * that the new release need not win back what the old one lost. Does nothing without a drift.
   * Each call is a test of its own: P(wrongly recovered) ≤ 1/20 per call.
   */
  public void serviceChanged() {
    if (recovery != null) {
      recovery = newRecovery();
      recent.keep(0);
      blocks.drop();
    }
  }

  private RecoveryEvidence newRecovery() {
    return RecoveryEvidence.start(baseline.mean(), baseline.deviation(), settings.smallestDrop());
  }

  private void watchRecovery(long at) {
    recovery.observe(blocks.mean(), at);
    if (recovery.recovered(RECOVERY_LIMIT)) {
      recovery = null;
      alarm = null;
      recovered = true;
      recoveredAt = at;
      detector.restart();
      recent.keep(0);
    }
  }

  private void raiseAlarm(long at, AlarmLimits limits) {
    alarm = detector.decide(limits.limit());
    boolean sameDrift = recovered && at - recoveredAt <= settings.sameDriftWithin();
    since = sameDrift ? since : alarm.since();
    alarmedAt = at;
    detector.restart();
    recent.keep(alarm.valuesSince() * blocks.size());
    recovery = newRecovery();
  }

  private void follow(AlarmLimits limits) {
    if (baseline.count() >= settings.minimumSamples() && blocks.lengthen(baseline)) {
      detector = null;
      bound.forget();
    }
    if (baseline.count() >= settings.minimumSamples()
        && bound.stale(baseline, limits.baselineLevel())) {
      bound.take(baseline, limits.baselineLevel());
      aim();
    }
  }

  private void aim() {
    double reference = bound.reference(settings);
    if (reference < LEAST_REFERENCE) {
      detector = null;
      return;
    }
    double[] bets = BettingGrid.forDrop(reference, baseline.deviation(), settings.smallestDrop());
    if (detector == null) {
      detector = MixtureESr.of(reference, bets);
    } else {
      detector.retarget(reference, bets);
    }
  }

  /** Where a stream is; {@link #verdict} without figures. */
  public enum Phase {
    LEARNING,
    NOT_MONITORABLE,
    STEADY,
    DRIFTING
  }

  /** Where the stream is now; costs nothing, unlike {@link #verdict}. */
  public Phase phase() {
    if (!bound.known()) {
      return Phase.LEARNING;
    }
    if (recovery != null) {
      return Phase.DRIFTING;
    }
    return detector == null ? Phase.NOT_MONITORABLE : Phase.STEADY;
  }

  /** What can be said now, at these limits. */
  public DriftVerdict verdict(AlarmLimits limits) {
    if (!bound.known()) {
      return new DriftVerdict.NotEnoughData(
          baseline.count(), settings.minimumSamples(), blocks.size());
    }
    BaselineSummary summary = summary();
    if (recovery != null) {
      return new DriftVerdict.Drifting(
          summary, recent.interval(DISPLAY_LEVEL), alarm, alarmedAt, since, recovery.logEvidence());
    }
    if (detector == null) {
      return new DriftVerdict.NotMonitorable(summary, bound.reference(settings));
    }
    return new DriftVerdict.Steady(
        summary, recent.interval(DISPLAY_LEVEL), detector.decide(limits.limit()), recovered);
  }

  private BaselineSummary summary() {
    return new BaselineSummary(
        baseline.count(),
        baseline.mean(),
        baseline.deviation(),
        bound.lower(),
        baseline.mean() - bound.reference(settings),
        baseline.frozen(),
        blocks.size());
  }

  /**
   * Values that the detector needs on average to find a drop, see {@link DetectionDelay}; infinite
   * when it cannot find it, or when the stream is not judged.
   *
   * @param drop in (0, 1], from the baseline's mean
   * @param limits what the budget leaves to this stream
   */
  public double expectedDelay(double drop, AlarmLimits limits) {
    if (detector == null) {
      return Double.POSITIVE_INFINITY;
    }
    return DetectionDelay.expectedValues(
        baseline,
        detector.reference(),
        settings.smallestDrop(),
        drop,
        limits.limit(),
        blocks.size());
  }

  /** What the stream was started with. */
  public DriftSettings settings() {
    return settings;
  }

  /** The state as bytes (layout version 2; its size is stated above). */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.DRIFT_STREAM);
    settings.write(out);
    blocks.write(out);
    bound.write(out);
    out.put(baseline.toBytes())
        .put(recent.toBytes())
        .put(alarmedAt)
        .put(since)
        .put(recoveredAt)
        .put(recovered)
        .put(detector != null);
    if (detector != null) {
      out.put(detector.toBytes());
    }
    out.put(recovery != null);
    if (recovery != null) {
      out.put(recovery.toBytes());
      alarm.write(out);
    }
    return out.toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static DriftStream fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.DRIFT_STREAM, bytes, DriftStream::read);
  }

  private static DriftStream read(StateReader in) {
    DriftStream stream = new DriftStream(DriftSettings.read(in));
    stream.blocks = Blocks.read(in);
    stream.bound = ReferenceBound.read(in);
    stream.baseline = Baseline.fromBytes(in.nextBytes());
    stream.recent = RecentValues.fromBytes(in.nextBytes());
    stream.alarmedAt = in.nextLong();
    stream.since = in.nextLong();
    stream.recoveredAt = in.nextLong();
    stream.recovered = in.nextBoolean();
    if (in.nextBoolean()) {
      stream.detector = MixtureESr.fromBytes(in.nextBytes());
    }
    if (in.nextBoolean()) {
      in.check(stream.detector != null, "a drift without a detector");
      stream.recovery = RecoveryEvidence.fromBytes(in.nextBytes());
      stream.alarm = DropDecision.read(in);
    }
    return stream;
  }
}
