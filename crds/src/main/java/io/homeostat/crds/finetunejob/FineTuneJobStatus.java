package io.homeostat.crds.finetunejob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a FineTuneJob. Condition Succeeded. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FineTuneJobStatus(
    Long observedGeneration, List<Condition> conditions, String job, String progress, Integer etaSeconds, String loss,
    Artifact artifact, String startedAt, String finishedAt) {
  /** name: {@code <adapter>-<digest12>}, directory under adapters/ of the claim; digest: SHA-256 hex. */
  public record Artifact(String name, String uri, String digest) {}
}
