package io.homeostat.crds.canaryrelease;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Timestamp;
import java.util.List;

/** Observed state of a CanaryRelease. Condition Succeeded. */
@ApiType
public record CanaryReleaseStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription("Succeeded: True promoted, False not promoted, Unknown running.")
        List<Condition> conditions,
    @OneOf({
          "Waiting",
          "Progressing",
          "Paused",
          "Parked",
          "Baking",
          "Completed",
          "Promoted",
          "RolledBack",
          "Aborted",
          "Superseded"
        })
        @JsonPropertyDescription("Where the canary stands; Completed ends a dry run.")
        String state,
    @JsonPropertyDescription("Release that it is compared with.") String stable,
    @JsonPropertyDescription("Digest of the pinned steps and analysis.") String planDigest,
    @JsonPropertyDescription("Number of the step, from 0.") Integer step,
    @JsonPropertyDescription("Step and number of steps, ready to read.") String stepDisplay,
    @JsonPropertyDescription("Share of the sessions that the candidate should have, in permille.")
        Integer weightPermille,
    @JsonPropertyDescription("That share, ready to read.") String weight,
    @JsonPropertyDescription("Sessions of the smaller arm.") Integer samples,
    @JsonPropertyDescription(
            "Candidate minus stable on the metric that is worst off, with its interval, ready to"
                + " read.")
        String difference,
    @JsonPropertyDescription("When the candidate got its first share.") @Timestamp String startedAt,
    @JsonPropertyDescription("When the step began.") @Timestamp String stepStartedAt,
    @JsonPropertyDescription("Sessions of the smaller arm when the step began.")
        Integer samplesAtStep,
    @JsonPropertyDescription("When the candidate became stable.") @Timestamp String promotedAt,
    @JsonPropertyDescription("One sentence on what is going on.") String message,
    @JsonPropertyDescription("Evidence of each comparison.") List<Metric> metrics,
    @JsonPropertyDescription("Shadow traffic; absent: none.") Shadow shadow,
    @JsonPropertyDescription("Time that does not count towards the deadline; absent: none.")
        Hold hold,
    @JsonPropertyDescription("What today's traffic can show; absent: not known yet.")
        Forecast forecast,
    @JsonPropertyDescription(
            "Loss against the anchor that all promotions and this one add up to, ready to read.")
        String lossSinceAnchor,
    @JsonPropertyDescription(
            "When the score was recorded that decided it, to the millisecond; absent: undecided.")
        @Timestamp
        String decidedAt,
    @JsonPropertyDescription("The Rollout that is followed; absent: none.") Rollout rollout) {
  public CanaryReleaseStatus {
    conditions = OrEmpty.list(conditions);
    metrics = OrEmpty.list(metrics);
  }

  /** What the Rollout shows that moves the traffic. */
  @ApiType
  public record Rollout(
      @JsonPropertyDescription("Name of the Rollout.") String name,
      @JsonPropertyDescription("Hash of the candidate's pod template.") String podTemplateHash,
      @JsonPropertyDescription("Its phase: Progressing, Paused, Healthy or Degraded.") String phase,
      @JsonPropertyDescription("Why it pauses, such as CanaryPauseStep; absent: it does not.")
          String pauseReason) {}

  /** Shadow traffic that the canary wants, and what came of it. */
  @ApiType
  public record Shadow(
      @JsonPropertyDescription(
              "Share of the requests whose prompt should also go to the candidate, in permille.")
          Integer permille,
      @JsonPropertyDescription("Compared pairs of answers.") Integer pairs) {}

  /** Time that does not count towards the deadline, and what a person has let pass. */
  @ApiType
  public record Hold(
      @JsonPropertyDescription("Since when it is held; absent: it is not.") @Timestamp String since,
      @OneOf({"Person", "Step", "Review", "Traffic", "Data", "Pods"})
          @JsonPropertyDescription(
              "What holds it. Person: Intervention Pause. Step: a manual step. Review: a breach that"
                  + " a person must look at. Traffic: Intervention SetTraffic. Data: stale"
                  + " verdicts. Pods: engine pods that its step needs and that are not ready.")
          String by,
      @JsonPropertyDescription("Seconds in which it was held before.") Long seconds,
      @JsonPropertyDescription("Latest manual step that a person has let pass, from 0.")
          Integer passedStep,
      @JsonPropertyDescription("Comparisons whose breach a person has accepted.")
          List<String> accepted) {
    public Hold {
      accepted = OrEmpty.list(accepted);
    }
  }

  /** How long a decision takes at today's traffic. */
  @ApiType
  public record Forecast(
      @JsonPropertyDescription(
              "Smallest difference that is likely to be shown before the deadline.")
          String smallestDetectable,
      @JsonPropertyDescription("Seconds from now until a decision is likely.")
          Long expectedSeconds) {}

  /** Evidence of one comparison. */
  @ApiType
  public record Metric(
      @JsonPropertyDescription("Name of the comparison.") String name,
      @JsonPropertyDescription("Capability; absent: all together.") String capability,
      @JsonPropertyDescription("What is compared, such as Quality or Errors.") String metric,
      @JsonPropertyDescription("NonInferiority, Superiority or Threshold.") String test,
      @JsonPropertyDescription("Candidate minus stable.") String difference,
      @JsonPropertyDescription("Lower end of the anytime-valid interval.") String lower,
      @JsonPropertyDescription("Upper end of the anytime-valid interval.") String upper,
      @JsonPropertyDescription("Margin, minimum effect or threshold.") String margin,
      @JsonPropertyDescription("Evidence for promotion; 1/alpha decides.") String promoteEvidence,
      @JsonPropertyDescription("Evidence for rollback; 1/(alpha times weight) decides.")
          String rollbackEvidence,
      @JsonPropertyDescription("Blocks of sessions that were compared.") Integer blocks,
      @JsonPropertyDescription("Whether it is breached.") Boolean breach,
      @JsonPropertyDescription("The evidence in one sentence.") String message) {}
}
