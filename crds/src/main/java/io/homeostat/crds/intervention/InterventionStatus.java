package io.homeostat.crds.intervention;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** Observed state of an Intervention. Condition Succeeded. */
@ApiType
public record InterventionStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription("Succeeded: True carried out, False refused, Unknown waiting.")
        List<Condition> conditions) {
  public InterventionStatus {
    conditions = OrEmpty.list(conditions);
  }
}
