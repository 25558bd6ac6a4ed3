package io.homeostat.crds.release;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/**
 * Observed state of a Release. Condition Ready: the adapter answered a probe on every engine pod
 * (reason AdapterProven), or there is none to prove (NotRequired). Condition Unloaded: no engine
 * has the adapter any more, and its files may go.
 */
@ApiType
public record ReleaseStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: the adapter answered a probe on every engine pod, or there is none to prove."
                + " Unloaded: every engine pod acknowledged that the adapter is unloaded; only then"
                + " may its files go.")
        List<Condition> conditions,
    @ListKey("pod") @JsonPropertyDescription("The proof on each engine pod.") List<PodProof> pods) {
  public ReleaseStatus {
    conditions = OrEmpty.list(conditions);
    pods = OrEmpty.list(pods);
  }

  /** Whether one engine pod serves the release. */
  @ApiType
  public record PodProof(
      @Required @JsonPropertyDescription("Name of the pod.") String pod,
      @JsonPropertyDescription("Whether the release answered a probe there.") Boolean proven,
      @JsonPropertyDescription("What the engine said when it did not.") String message) {}
}
