package io.homeostat.crds.release;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a Release. Condition Ready: the adapter answered a probe on every ready engine pod (reason AdapterProven), or there is none to prove (NotRequired). */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReleaseStatus(
    Long observedGeneration, List<Condition> conditions, List<PodProof> pods) {
  public record PodProof(String pod, Boolean proven, String message) {}
}
