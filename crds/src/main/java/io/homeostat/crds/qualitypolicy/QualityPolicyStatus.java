package io.homeostat.crds.qualitypolicy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a QualityPolicy. Condition Ready. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QualityPolicyStatus(
    Long observedGeneration, List<Condition> conditions, String scorerSet) {}
