package io.homeostat.crds.healingpolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** Observed state of a HealingPolicy. Condition Ready. */
@ApiType
public record HealingPolicyStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription("Ready: the policy would act, or says what it waits for.")
        List<Condition> conditions,
    @JsonPropertyDescription("What the policy is doing.") String state,
    @JsonPropertyDescription("HealingRun that is under way.") String activeRun,
    @JsonPropertyDescription("HealingRun before it.") String lastRun,
    @JsonPropertyDescription("How that one ended.") String lastOutcome) {
  public HealingPolicyStatus {
    conditions = OrEmpty.list(conditions);
  }
}
