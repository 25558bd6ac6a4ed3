package io.homeostat.crds.canaryrelease;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Patterns;

/** Who moves the traffic of a canary when the operator does not. */
@ApiType
public record Actuator(
    @Required
        @JsonPropertyDescription(
            "Rollout of Argo Rollouts in the same namespace: its steps move the traffic, and it"
                + " asks for the verdict.")
        ArgoRollout argoRollout) {

  /** A Rollout that somebody else steers. */
  @ApiType
  public record ArgoRollout(
      @Required
          @Size(min = 1, max = 63)
          @Pattern(Patterns.OBJECT_NAME)
          @JsonPropertyDescription("Name of the Rollout, whose pods are engine pods.")
          String name) {}
}
