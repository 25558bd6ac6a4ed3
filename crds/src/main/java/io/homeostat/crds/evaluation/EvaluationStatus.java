package io.homeostat.crds.evaluation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of an Evaluation. Condition Succeeded. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluationStatus(
    Long observedGeneration, List<Condition> conditions, String job, String verdict, Integer items, String progress, List<GateResult> gates) {
  public record GateResult(String name, String capability, String result, String candidate, String stable, String difference, String lower, String upper, Integer items) {}
}
