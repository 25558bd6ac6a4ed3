package io.homeostat.crds.healingrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Timestamp;
import java.util.List;

/**
 * Observed state of a HealingRun. Conditions Attributed, DatasetReady, Trained, Released,
 * Evaluated, Canaried, Succeeded.
 */
@ApiType
public record HealingRunStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Attributed, DatasetReady, Trained, Released, Evaluated, Canaried: the steps in their"
                + " order. Succeeded: the outcome.")
        List<Condition> conditions,
    @JsonPropertyDescription("Step that is under way, or the outcome.") String state,
    @JsonPropertyDescription("Dataset of the repair.") String dataset,
    @JsonPropertyDescription("FineTuneJob of the repair.") String fineTuneJob,
    @JsonPropertyDescription("Release that carries the adapter.") String release,
    @JsonPropertyDescription("Evaluation of the release.") String evaluation,
    @JsonPropertyDescription("CanaryRelease of the release.") String canaryRelease,
    @Timestamp @JsonPropertyDescription("When the repair started.") String startedAt,
    @Timestamp @JsonPropertyDescription("When it ended.") String finishedAt,
    @JsonPropertyDescription(
            "Gain on the drifted capability with its interval, measured between concurrent arms.")
        String effect) {
  public HealingRunStatus {
    conditions = OrEmpty.list(conditions);
  }
}
