package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The state of the sequential tests of one CanaryRelease.
 *
 * @param fingerprint fingerprint of the candidate Release
 * @param planDigest canonical digest of the pinned plan
 * @param decision {@code Continue}, {@code Promote}, {@code RollBack} or {@code Inconclusive}
 * @param reason one of {@code Testing}, {@code AllGatesPassed}, {@code Breach}, {@code
 *     InsufficientUnits}, {@code SampleRatioMismatch}, {@code MissingOutcomes}, {@code
 *     JudgeNotTrusted}, {@code ServiceDegraded} (the whole service is worse than before the
 *     canary), {@code Undecidable} (as many units as were allowed, and no decision)
 * @param message the evidence in one sentence without content
 * @param candidateUnits sessions closed in the candidate's arm
 * @param stableUnits sessions closed in stable's arm
 * @param metrics one per analysis that the monitor evaluates, in the order of the plan
 * @param trust whether the comparison itself is sound; null in verdicts of before
 * @param wholeService the service in both arms against itself before the canary; empty while that
 *     is not known
 * @param decidingScoreMillis when the score was written in whose processing the decision became
 *     what it is, epoch milliseconds; null unless it is {@code RollBack} or {@code Promote}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanaryVerdict(
    int schemaVersion,
    String subject,
    String subjectUid,
    String service,
    long asOfMillis,
    String fingerprint,
    String planDigest,
    String decision,
    String reason,
    String message,
    long candidateUnits,
    long stableUnits,
    List<Metric> metrics,
    Trust trust,
    List<ServiceChange> wholeService,
    Long decidingScoreMillis)
    implements Verdict {

  /** A verdict without figures on its own soundness. */
  public CanaryVerdict(
      int schemaVersion,
      String subject,
      String subjectUid,
      String service,
      long asOfMillis,
      String fingerprint,
      String planDigest,
      String decision,
      String reason,
      String message,
      long candidateUnits,
      long stableUnits,
      List<Metric> metrics) {
    this(
        schemaVersion,
        subject,
        subjectUid,
        service,
        asOfMillis,
        fingerprint,
        planDigest,
        decision,
        reason,
        message,
        candidateUnits,
        stableUnits,
        metrics,
        null,
        List.of(),
        null);
  }

  /** The same verdict with the moment of its deciding score. */
  public CanaryVerdict decidedBy(Long scoreMillis) {
    return new CanaryVerdict(
        schemaVersion,
        subject,
        subjectUid,
        service,
        asOfMillis,
        fingerprint,
        planDigest,
        decision,
        reason,
        message,
        candidateUnits,
        stableUnits,
        metrics,
        trust,
        wholeService,
        scoreMillis);
  }

  /**
   * One analysis. difference = candidate − stable of block means on a scale of [0,1] where higher
   * is better, with an anytime-valid interval; evidences are e-values' natural logs.
   *
   * @param blocks differences so far, pairs included
   * @param breach whether it has shown harm, or its threshold was crossed; null in verdicts of
   *     before
   * @param bound the quantile or cap that was frozen from stable before the canary, in the metric's
   *     own unit; null where none is needed or while it is not known
   * @param threshold what test Threshold says; null for the other tests
   * @param outlook when it can be decided; null while today's traffic is not known, and for test
   *     Threshold
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Metric(
      String name,
      String metric,
      String capability,
      String test,
      Double difference,
      Double lower,
      Double upper,
      Double logPromote,
      Double logRollback,
      long blocks,
      Boolean breach,
      Double bound,
      Threshold threshold,
      Outlook outlook) {

    /** An analysis that knows no more than its evidence. */
    public Metric(
        String name,
        String metric,
        String capability,
        String test,
        Double difference,
        Double lower,
        Double upper,
        Double logPromote,
        Double logRollback,
        long blocks) {
      this(
          name,
          metric,
          capability,
          test,
          difference,
          lower,
          upper,
          logPromote,
          logRollback,
          blocks,
          null,
          null,
          null,
          null);
    }
  }

  /**
   * The candidate against a fixed threshold in the latest window.
   *
   * @param side {@code Breach}, {@code Clear} or {@code Undecided}; a breach stays for the whole
   *     canary
   * @param estimate of the mean, or of the share of sessions on the wrong side of a quantile's
   *     threshold; null before the first session of the window
   * @param lower end of its interval, valid at any time within the window
   * @param upper end of its interval, valid at any time within the window
   * @param limit what estimate is held against: the threshold, or 1 − quantile
   * @param units sessions of the candidate in the window
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Threshold(
      String side, Double estimate, Double lower, Double upper, double limit, long units) {}

  /**
   * What today's traffic allows.
   *
   * @param smallestDetectable smallest loss that would be shown before the deadline, in (0,1]; null
   *     when none
   * @param secondsToDecision expected seconds from now until a candidate that is as good as stable
   *     (for Superiority: better by twice what is asked) has shown it; null when it never will
   * @param beforeDeadline whether that is before the deadline
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Outlook(
      Double smallestDetectable, Long secondsToDecision, boolean beforeDeadline) {}

  /**
   * Soundness of the comparison.
   *
   * @param candidateMissing share of the candidate's sessions without an outcome, in [0,1]
   * @param stableMissing the same of stable
   * @param logSampleRatio natural log of the evidence that sessions do not reach the arms in the
   *     declared ratio; ln 1000 decides
   * @param largestKeyShare upper bound of the share of sessions that one session key brings
   * @param pairs shadowed requests that were compared
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Trust(
      double candidateMissing,
      double stableMissing,
      double logSampleRatio,
      double largestKeyShare,
      long pairs) {}

  /**
   * The whole service, both arms, against before the canary: arms share pods, so what slows both
   * down does not show in their difference.
   *
   * @param metric {@code Errors} or {@code Latency}
   * @param before share of failed sessions, or of sessions above the frozen quantile, before
   * @param now the same since the canary began
   * @param lower end of its anytime-valid interval
   * @param upper end of its anytime-valid interval
   * @param degraded whether it is shown to be worse by more than the margin
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ServiceChange(
      String metric, double before, double now, double lower, double upper, boolean degraded) {}
}
