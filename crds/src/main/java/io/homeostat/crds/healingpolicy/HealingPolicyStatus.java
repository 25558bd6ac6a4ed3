package io.homeostat.crds.healingpolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Timestamp;
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
    @JsonPropertyDescription("How that one ended.") String lastOutcome,
    @JsonPropertyDescription("Repairs in a row that failed; they raise the cooldown.")
        Integer failuresInARow,
    @Timestamp
        @JsonPropertyDescription(
            "Earliest start of the next repair that cooldown, budget and windows allow; absent:"
                + " they forbid nothing.")
        String nextRepairAt,
    @JsonPropertyDescription("What repairs cost in the last seven days.") Week week,
    @JsonPropertyDescription("What the canaries of the service have risked.") Account account) {
  public HealingPolicyStatus {
    conditions = OrEmpty.list(conditions);
  }

  /** What repairs cost in the last seven days. */
  @ApiType
  public record Week(
      @JsonPropertyDescription("Repairs of this policy that started.") Integer runs,
      @JsonPropertyDescription("GPU hours of their trainings.") String gpuHours) {}

  /**
   * What the canaries of the service have risked, counted over the CanaryReleases that still exist.
   */
  @ApiType
  public record Account(
      @JsonPropertyDescription("Canaries of the service that got traffic, whoever asked for them.")
          Integer canaries,
      @JsonPropertyDescription("Those that were promoted.") Integer promoted,
      @JsonPropertyDescription("Those that were rolled back.") Integer rolledBack,
      @JsonPropertyDescription(
              "Error spent: sum of alpha of the canaries that got traffic, dry runs included.")
          String errorSpent,
      @JsonPropertyDescription(
              "Upper bound of the expected number of promotions of a release that was worse than its"
                  + " margin allows: sum of alpha of the canaries that could promote.")
          String expectedFalsePromotions) {}
}
