package io.homeostat.crds.healingrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Timestamp;
import java.util.List;

/**
 * Observed state of a HealingRun. Conditions Attributed, DatasetReady, Trained, Merged, Released,
 * Evaluated, Canaried, Held, Succeeded.
 */
@ApiType
public record HealingRunStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Attributed, DatasetReady, Trained, Merged, Released, Evaluated, Canaried, Held: the"
                + " steps in their order. Succeeded: the outcome.")
        List<Condition> conditions,
    @JsonPropertyDescription("Step that is under way, or the outcome.") String state,
    @JsonPropertyDescription("What is tried: EarlierRelease, ExistingAdapter, FineTune or Merge.")
        String strategy,
    @JsonPropertyDescription("What was tried before and did not pass.") List<Tried> tried,
    @JsonPropertyDescription("What a person is asked for; absent: nothing.") Question awaiting,
    @JsonPropertyDescription("What a person has approved.") List<Approval> approvals,
    @JsonPropertyDescription("Dataset of the repair.") String dataset,
    @JsonPropertyDescription("FineTuneJob of the repair.") String fineTuneJob,
    @JsonPropertyDescription("AdapterMerge of the repair.") String adapterMerge,
    @JsonPropertyDescription("Release that carries the adapter.") String release,
    @JsonPropertyDescription("Evaluation of the release.") String evaluation,
    @JsonPropertyDescription("CanaryRelease of the release.") String canaryRelease,
    @Timestamp @JsonPropertyDescription("When the repair started.") String startedAt,
    @Timestamp @JsonPropertyDescription("When it ended.") String finishedAt,
    @JsonPropertyDescription(
            "Gain on the drifted capability with its interval, measured between concurrent arms.")
        String effect,
    @JsonPropertyDescription(
            "Release that the repair was put onto, since stable changed on the way; absent:"
                + " spec.stableRelease.")
        String rebasedOn,
    @JsonPropertyDescription("Seconds of training.") Long trainingSeconds,
    @JsonPropertyDescription("GPU hours of training.") String gpuHours) {
  public HealingRunStatus {
    conditions = OrEmpty.list(conditions);
    tried = OrEmpty.list(tried);
    approvals = OrEmpty.list(approvals);
  }

  /** A way to repair that did not pass. */
  @ApiType
  public record Tried(
      @JsonPropertyDescription("What was tried.") String strategy,
      @JsonPropertyDescription("Release that was tried; absent: it came to none.") String release,
      @JsonPropertyDescription("Evaluation that did not pass; absent: it came to none.")
          String evaluation,
      @JsonPropertyDescription("Why it was not taken.") String message) {}

  /** What a person is asked for. */
  @ApiType
  public record Question(
      @OneOf({"PoisonGuard", "BeforeTraining", "BeforeRelease"})
          @JsonPropertyDescription(
              "PoisonGuard: it stopped the dataset. BeforeTraining and BeforeRelease: what comes"
                  + " next.")
          String gate,
      @Timestamp @JsonPropertyDescription("Since when.") String since,
      @JsonPropertyDescription("Why a person is asked, and what to look at.") String message,
      @JsonPropertyDescription("Findings of the poison guard that an approval covers, by id.")
          List<String> findings) {
    public Question {
      findings = OrEmpty.list(findings);
    }
  }

  /** What a person has approved. */
  @ApiType
  public record Approval(
      @OneOf({"PoisonGuard", "BeforeTraining", "BeforeRelease"})
          @JsonPropertyDescription(
              "What was approved: PoisonGuard, BeforeTraining or BeforeRelease.")
          String gate,
      @JsonPropertyDescription("UID of the Intervention.") String intervention,
      @JsonPropertyDescription("What the person wrote, and who it was.") String reason,
      @Timestamp @JsonPropertyDescription("When it was carried out.") String at,
      @JsonPropertyDescription("Findings of the poison guard that it covers, by id.")
          List<String> findings) {
    public Approval {
      findings = OrEmpty.list(findings);
    }
  }
}
