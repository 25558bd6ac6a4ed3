package io.homeostat.statistics.canary;

import java.util.List;
import java.util.Set;

/**
 * What a canary says now, with all its evidence.
 *
 * @param outcome what to do
 * @param reasons what stands in the way of a promotion; empty for PROMOTE
 * @param harmedMetrics metrics that have shown harm; not empty for ROLL_BACK only
 * @param unmetMetrics metrics whose promotion goal is not met now
 * @param units how many units came, per arm
 * @param metrics evidence per metric, in the order of the settings
 */
public record CanaryDecision(
    Outcome outcome,
    Set<Reason> reasons,
    List<String> harmedMetrics,
    List<String> unmetMetrics,
    Units units,
    List<MetricEvidence> metrics) {

  /** What to do. */
  public enum Outcome {
    /** Every goal is met and nothing stands in the way. */
    PROMOTE,
    /** At least one metric has shown harm. */
    ROLL_BACK,
    /** The evidence does not suffice yet; more units can change that. */
    CONTINUE,
    /**
     * The maximum of units has come without a decision: the effect is too close to a border of the
     * test, or varies too much, for this many units. {@code reasons} and {@code unmetMetrics} say
     * what is missing. It is neither a pass nor a failure of the candidate.
     */
    UNDECIDABLE,
    /** The comparison itself cannot be trusted; more of the same units do not mend it. */
    INCONCLUSIVE
  }

  /** What stands in the way of a promotion. */
  public enum Reason {
    /** A metric has shown harm. */
    HARM,
    /** A promotion goal is not met. */
    GOAL_NOT_MET,
    /** The smaller arm has fewer units than the minimum. */
    INSUFFICIENT_UNITS,
    /** The smaller arm has as many units as the maximum. */
    MAXIMUM_REACHED,
    /** One session key brings more than 5 % of the units. */
    DOMINANT_SESSION_KEY,
    /** Units do not reach the arms in the declared ratio. */
    SAMPLE_RATIO_MISMATCH,
    /** The shares of units without outcome differ by more than 2 points between the arms. */
    MISSING_OUTCOMES
  }

  /**
   * Units of a canary.
   *
   * @param control units of stable
   * @param candidate units of the candidate
   * @param controlMissing units of stable without outcome
   * @param candidateMissing units of the candidate without outcome
   * @param logSampleRatio ln of the evidence of a broken split now
   */
  public record Units(
      long control,
      long candidate,
      long controlMissing,
      long candidateMissing,
      double logSampleRatio) {

    /** Units of the smaller arm. */
    public long smallerArm() {
      return Math.min(control, candidate);
    }

    /** Candidate's share of units without outcome less that of stable; 0 while an arm is empty. */
    public double missingDifference() {
      if (smallerArm() == 0) {
        return 0;
      }
      return candidateMissing / (double) candidate - controlMissing / (double) control;
    }
  }

  /**
   * Whether no metric shows a difference: nothing harms and every interval, of which there is one
   * per metric, holds 0. What stable against itself (A/A) has to say.
   */
  public boolean noDifference() {
    return harmedMetrics.isEmpty() && metrics.stream().allMatch(CanaryDecision::holdsZero);
  }

  private static boolean holdsZero(MetricEvidence metric) {
    return metric.effect().filter(effect -> effect.lower() <= 0 && 0 <= effect.upper()).isPresent();
  }

  /** Copies the collections. */
  public CanaryDecision {
    reasons = Set.copyOf(reasons);
    harmedMetrics = List.copyOf(harmedMetrics);
    unmetMetrics = List.copyOf(unmetMetrics);
    metrics = List.copyOf(metrics);
  }
}
