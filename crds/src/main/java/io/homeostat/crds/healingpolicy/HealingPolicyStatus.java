package io.homeostat.crds.healingpolicy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a HealingPolicy. Condition Ready. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealingPolicyStatus(
    Long observedGeneration, List<Condition> conditions, String state, String activeRun, String lastRun, String lastOutcome) {}
