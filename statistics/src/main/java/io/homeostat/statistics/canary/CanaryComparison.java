package io.homeostat.statistics.canary;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import io.homeostat.statistics.canary.CanaryDecision.Outcome;
import io.homeostat.statistics.canary.CanaryDecision.Reason;
import io.homeostat.statistics.canary.CanaryDecision.Units;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A whole canary: candidate against stable on several metrics, from the first session to the last.
 *
 * <p>Per unit (a closed session) call {@link #observeUnit} or {@link #observeMissing} once and
 * {@link #observe} once for each metric that the unit has a value for. Roll back is an OR: metric j
 * at evidence ≥ 1/(α·w_j) at any time. Promotion is an AND: every goal at evidence ≥ 1/α now.
 * Evidence carries over the steps; steps only change the weight. P(roll back) ≤ α for a candidate
 * that is within every tolerance, P(promote) ≤ α for one that truly misses a goal, however often
 * {@link #decide} is asked. At the maximum of units it is undecidable, which is an answer of its
 * own. Stable against itself (A/A) is a valid candidate.
 *
 * <p>State: 162 bytes and at most 308 per metric, so below 1 KiB with two metrics at any number of
 * steps. Not thread-safe; the observe methods allocate nothing.
 */
public final class CanaryComparison {
  /** Error probability of the sample-ratio check. */
  public static final double SAMPLE_RATIO_ALPHA = 0.001;

  /** Largest share of the units that one session key may bring. */
  public static final double MOST_KEY_SHARE = 0.05;

  /** Largest difference between the arms in the share of units without outcome. */
  public static final double MOST_MISSING_DIFFERENCE = 0.02;

  private final CanarySettings settings;
  private final MetricComparison[] metrics;
  private final long[] units = new long[Arm.values().length];
  private final long[] missing = new long[Arm.values().length];
  private SampleRatioCheck ratio = new SampleRatioCheck();

  private CanaryComparison(CanarySettings settings) {
    this.settings = settings;
    this.metrics = new MetricComparison[settings.metrics().size()];
    for (int j = 0; j < metrics.length; j++) {
      metrics[j] = new MetricComparison(settings.metrics().get(j), settings);
    }
  }

  /** A canary without units, in its first step. */
  public static CanaryComparison start(CanarySettings settings) {
    return new CanaryComparison(settings);
  }

  /**
   * Counts a closed unit with an outcome (failed, empty and truncated answers are outcomes: value
   * 0).
   *
   * @param arm the arm that it entered
   * @param candidateShare the candidate's share of traffic when it entered, in [0, 1]
   */
  public void observeUnit(Arm arm, double candidateShare) {
    ratio.observe(arm, candidateShare);
    units[arm.ordinal()]++;
  }

  /** Counts a closed unit whose outcome the judge could not give; it has no values. */
  public void observeMissing(Arm arm, double candidateShare) {
    observeUnit(arm, candidateShare);
    missing[arm.ordinal()]++;
  }

  /**
   * Takes the value of one unit for one metric.
   *
   * @param metric index in the settings' list
   * @param arm the arm that the unit entered
   * @param value in [0, 1], higher is better
   */
  public void observe(int metric, Arm arm, double value) {
    metric(metric).observe(arm, value);
  }

  /**
   * Takes the values of one shadowed request for one metric; such a pair is a block of its own.
   *
   * @param metric index in the settings' list
   * @param candidate in [0, 1]
   * @param control in [0, 1]
   */
  public void observePair(int metric, double candidate, double control) {
    metric(metric).observePair(candidate, control);
  }

  private MetricComparison metric(int index) {
    return metrics[Require.within("a metric's index", index, 0, metrics.length - 1)];
  }

  /** Drops the unfinished blocks: to be called at every change of the weight. */
  public void weightChanged() {
    for (MetricComparison metric : metrics) {
      metric.dropBlock();
    }
  }

  /**
   * Enters a declared step: drops the unfinished blocks and starts looking for harm from here on as
   * well. Entering a step again is a change of the weight only.
   *
   * @param step index in 0..declaredSteps − 1; the first is entered at the start
   */
  public void enterStep(int step) {
    weightChanged();
    for (MetricComparison metric : metrics) {
      metric.enterStep(step);
    }
  }

  /** As {@link #decide(double)} when no session key dominates. */
  public CanaryDecision decide() {
    return decide(0);
  }

  /**
   * What to do now.
   *
   * @param largestKeyShare share of the units that the busiest session key brought, in [0, 1]
   */
  public CanaryDecision decide(double largestKeyShare) {
    Units counted = units();
    Set<Reason> reasons = reasons(counted, largestKeyShare);
    List<MetricEvidence> evidence = new ArrayList<>();
    List<String> harmed = new ArrayList<>();
    List<String> unmet = new ArrayList<>();
    for (MetricComparison metric : metrics) {
      MetricEvidence now = metric.evidence();
      evidence.add(now);
      if (now.harmful()) {
        harmed.add(now.metric());
      }
      if (!now.goalMet()) {
        unmet.add(now.metric());
      }
    }
    return new CanaryDecision(outcome(reasons), reasons, harmed, unmet, counted, evidence);
  }

  /** The outcome of {@link #decide()} alone, for looking after every unit. */
  public Outcome outcome() {
    return outcome(reasons(units(), 0));
  }

  private Set<Reason> reasons(Units counted, double largestKeyShare) {
    Set<Reason> reasons = doubts(counted, largestKeyShare);
    for (MetricComparison metric : metrics) {
      if (metric.harmful()) {
        reasons.add(Reason.HARM);
      }
      if (!metric.goalMet()) {
        reasons.add(Reason.GOAL_NOT_MET);
      }
    }
    if (!reasons.isEmpty() && counted.smallerArm() >= settings.maximumUnits()) {
      reasons.add(Reason.MAXIMUM_REACHED);
    }
    return reasons;
  }

  private Set<Reason> doubts(Units counted, double largestKeyShare) {
    Require.unit("the share of the busiest session key", largestKeyShare);
    Set<Reason> doubts = EnumSet.noneOf(Reason.class);
    if (ratio.mismatch(SAMPLE_RATIO_ALPHA)) {
      doubts.add(Reason.SAMPLE_RATIO_MISMATCH);
    }
    if (counted.smallerArm() < settings.minimumUnits()) {
      doubts.add(Reason.INSUFFICIENT_UNITS);
      return doubts;
    }
    if (largestKeyShare > MOST_KEY_SHARE) {
      doubts.add(Reason.DOMINANT_SESSION_KEY);
    }
    if (Math.abs(counted.missingDifference()) > MOST_MISSING_DIFFERENCE) {
      doubts.add(Reason.MISSING_OUTCOMES);
    }
    return doubts;
  }

  private static Outcome outcome(Set<Reason> reasons) {
    if (reasons.contains(Reason.HARM)) {
      return Outcome.ROLL_BACK;
    }
    if (reasons.contains(Reason.SAMPLE_RATIO_MISMATCH)
        || reasons.contains(Reason.DOMINANT_SESSION_KEY)
        || reasons.contains(Reason.MISSING_OUTCOMES)) {
      return Outcome.INCONCLUSIVE;
    }
    if (reasons.contains(Reason.MAXIMUM_REACHED)) {
      return Outcome.UNDECIDABLE;
    }
    return reasons.isEmpty() ? Outcome.PROMOTE : Outcome.CONTINUE;
  }

  private Units units() {
    int control = Arm.CONTROL.ordinal();
    int candidate = Arm.CANDIDATE.ordinal();
    return new Units(
        units[control],
        units[candidate],
        missing[control],
        missing[candidate],
        ratio.logEvidence());
  }

  /** What was fixed at the start. */
  public CanarySettings settings() {
    return settings;
  }

  /** The state as bytes (layout version 2; its size is stated above). */
  public byte[] toBytes() {
    StateWriter out =
        new StateWriter(StateKind.CANARY_COMPARISON)
            .put(settings.fingerprint())
            .put(units)
            .put(missing)
            .put(ratio.toBytes());
    for (MetricComparison metric : metrics) {
      out.put(metric.toBytes());
    }
    return out.toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @param settings those that it was started with
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout, or of
   *     other settings
   */
  public static CanaryComparison fromBytes(CanarySettings settings, byte[] bytes) {
    return StateReader.read(StateKind.CANARY_COMPARISON, bytes, in -> read(settings, in));
  }

  private static CanaryComparison read(CanarySettings settings, StateReader in) {
    in.check(
        in.nextInt() == settings.fingerprint(),
        "it belongs to other settings; a canary keeps those that it was started with");
    CanaryComparison canary = new CanaryComparison(settings);
    copy(in, canary.units);
    copy(in, canary.missing);
    canary.ratio = SampleRatioCheck.fromBytes(in.nextBytes());
    for (int j = 0; j < canary.metrics.length; j++) {
      canary.metrics[j] =
          MetricComparison.fromBytes(settings.metrics().get(j), settings, in.nextBytes());
    }
    return canary;
  }

  private static void copy(StateReader in, long[] to) {
    long[] from = in.nextLongs();
    in.check(from.length == to.length, from.length + " arms");
    for (int i = 0; i < to.length; i++) {
      to[i] = Require.atLeast("a count", from[i], 0);
    }
  }
}
