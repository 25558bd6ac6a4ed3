package io.homeostat.crds.trafficplan;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/**
 * Observed state of a TrafficPlan. Condition TrafficApplied: every ready gateway serves
 * spec.revision.
 */
@ApiType
public record TrafficPlanStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription("TrafficApplied: every ready gateway serves spec.revision.")
        List<Condition> conditions,
    @JsonPropertyDescription("Ready gateway pods.") Integer gateways,
    @JsonPropertyDescription("Those that serve spec.revision.") Integer applied,
    @ListKey
        @JsonPropertyDescription(
            "Releases that have no route any more and still have open requests.")
        List<String> draining) {
  public TrafficPlanStatus {
    conditions = OrEmpty.list(conditions);
    draining = OrEmpty.list(draining);
  }

  /** A plan that leaves no open request behind. */
  public TrafficPlanStatus(
      Long observedGeneration, List<Condition> conditions, Integer gateways, Integer applied) {
    this(observedGeneration, conditions, gateways, applied, List.of());
  }
}
