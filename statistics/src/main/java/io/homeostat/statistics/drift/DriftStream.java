package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import io.homeostat.statistics.drift.DriftVerdict.BaselineSummary;
import java.util.Optional;

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
 * <p>State: below 800 bytes once the baseline is frozen; while it grows at most 1.2 KiB and
 * 4·freezeSamples bytes, and about half of that when few values differ. Not thread-safe; {@link
 * #observe} allocates only when the reference moves (at most once per 5 % of growth), at an alarm
 * and at a recovery.
 */
public final class DriftStream {
  /** Evidence for recovery at which a drift is over: P(wrongly) ≤ 1/20. */
  public static final double RECOVERY_LIMIT = 20;

  private static final int RECENT = 100;
  private static final double LEAST_REFERENCE = 0.01;
  static final double DISPLAY_LEVEL = 0.05;

  private final DriftSettings settings;
  private final long epochLength;
  private Baseline baseline;
  private Blocks blocks = new Blocks();
  private RecentValues recent = RecentValues.last(RECENT);
  private DropDetector detector;
  private DriftEpisode episode = new DriftEpisode();
  private ReferenceBound bound = new ReferenceBound();

  private DriftStream(DriftSettings settings, long epochLength) {
    this.settings = settings;
    this.epochLength = Require.atLeast("the length of an epoch", epochLength, 0);
    this.baseline = Baseline.start(settings.freezeSamples(), settings.freezeAfter());
  }

  /** A stream without values that alarms by a limit of its own. */
  public static DriftStream start(DriftSettings settings) {
    return start(settings, 0);
  }

  /**
   * A stream without values whose evidence is judged with that of others: it alarms when it is told
   * to ({@link #alarm}).
   *
   * @param epochLength of the two staggered sequences of epochs, ≥ 2, in the unit of the values'
   *     times; 0 for a stream that alarms by a limit of its own
   */
  public static DriftStream start(DriftSettings settings, long epochLength) {
    return new DriftStream(settings, epochLength);
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
    if (!episode.drifting() && !baseline.frozen()) {
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
    boolean drifted = episode.drifting();
    take(value, at, limits, false);
    return !drifted && !episode.drifting();
  }

  /** Whether the baseline may take the block that this value has made whole. */
  private boolean take(double value, long at, AlarmLimits limits, boolean own) {
    recent.observe(value);
    if (!blocks.add(value, at, own)) {
      return false;
    }
    if (episode.drifting()) {
      if (episode.endsWith(blocks.mean(), at)) {
        detector.restart();
        recent.keep(0);
      }
      return false;
    }
    if (detector != null) {
      detector.observe(blocks.mean(), blocks.startedAt());
      if (detector.alarms(limits.limit())) {
        alarm(at, limits.limit());
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
    if (episode.drifting()) {
      episode.testAfresh(newRecovery());
      recent.keep(0);
      blocks.drop();
    }
  }

  private RecoveryEvidence newRecovery() {
    return RecoveryEvidence.start(baseline.mean(), baseline.deviation(), settings.smallestDrop());
  }

  /** The evidence that others judge; empty while there is none or when the stream judges itself. */
  public Optional<StaggeredESr> shared() {
    return detector == null || episode.drifting()
        ? Optional.empty()
        : Optional.ofNullable(detector.shared());
  }

  /**
   * Begins a drift because the evidence suffices; only while {@link #phase} is steady.
   *
   * @param at time of the latest value
   * @param limit that the evidence has reached
   */
  public void alarm(long at, double limit) {
    if (phase() != DriftPhase.STEADY) {
      throw new IllegalStateException("only a steady stream can alarm, this one is " + phase());
    }
    DropDecision decision = detector.decide(limit);
    episode.begin(decision, at, settings.sameDriftWithin(), newRecovery());
    detector.restart();
    recent.keep(decision.valuesSince() * blocks.size());
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
    if (baseline.frozen()) {
      baseline.condense(limits.baselineLevel());
    }
  }

  private void aim() {
    double reference = bound.reference(settings);
    if (reference < LEAST_REFERENCE) {
      detector = null;
      return;
    }
    double deviation = baseline.deviation();
    if (detector == null) {
      detector = DropDetector.start(epochLength, reference, deviation, settings.smallestDrop());
    } else {
      detector.retarget(reference, deviation, settings.smallestDrop());
    }
  }

  /** Where the stream is now; costs nothing, unlike {@link #verdict}. */
  public DriftPhase phase() {
    if (!bound.known()) {
      return DriftPhase.LEARNING;
    }
    if (episode.drifting()) {
      return DriftPhase.DRIFTING;
    }
    return detector == null ? DriftPhase.NOT_MONITORABLE : DriftPhase.STEADY;
  }

  /** What can be said now, at these limits. */
  public DriftVerdict verdict(AlarmLimits limits) {
    if (!bound.known()) {
      return new DriftVerdict.NotEnoughData(
          baseline.count(), settings.minimumSamples(), blocks.size());
    }
    BaselineSummary summary = summary();
    if (episode.drifting()) {
      return episode.verdict(summary, recent);
    }
    if (detector == null) {
      return new DriftVerdict.NotMonitorable(summary, bound.reference(settings));
    }
    return new DriftVerdict.Steady(
        summary,
        recent.interval(DISPLAY_LEVEL),
        detector.decide(limits.limit()),
        episode.recovered());
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

  /** The state as bytes (layout version 4; its size is stated above). */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.DRIFT_STREAM).put((byte) phase().ordinal());
    settings.write(out);
    out.putCompact(epochLength);
    blocks.write(out);
    bound.write(out);
    baseline.write(out);
    recent.write(out);
    out.put(detector != null);
    if (detector != null) {
      detector.write(out);
    }
    episode.write(out);
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
    in.check(DriftPhase.of(in.nextByte()).isPresent(), "its phase");
    DriftSettings settings = DriftSettings.read(in);
    DriftStream stream = new DriftStream(settings, in.nextCompact());
    stream.blocks = Blocks.read(in);
    stream.bound = ReferenceBound.read(in);
    stream.baseline = Baseline.read(in, settings.freezeSamples(), settings.freezeAfter());
    stream.recent = RecentValues.read(in, RECENT);
    if (in.nextBoolean()) {
      stream.detector = DropDetector.read(in, stream.epochLength, settings.smallestDrop());
    }
    stream.episode = DriftEpisode.read(in, stream::newRecovery);
    in.check(stream.detector != null || !stream.episode.drifting(), "a drift without a detector");
    return stream;
  }
}
