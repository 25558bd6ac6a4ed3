package io.homeostat.crds.trafficplan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a TrafficPlan. Condition TrafficApplied: every ready gateway serves spec.revision. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrafficPlanStatus(
    Long observedGeneration, List<Condition> conditions, Integer gateways, Integer applied) {}
