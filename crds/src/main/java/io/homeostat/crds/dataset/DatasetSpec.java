package io.homeostat.crds.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Timestamp;

/** Training rows and held-out items of a ModelService; immutable in this version. */
@ApiType
@ValidationRule(
    value = Patterns.IMMUTABLE,
    message = "spec: a Dataset never changes; create another one")
@ValidationRule(
    value = "has(self.corrections) || has(self.replay)",
    message = "spec: declare at least one of corrections and replay")
public record DatasetSpec(
    @Required @JsonPropertyDescription("ModelService whose traffic the rows come from.")
        Ref modelServiceRef,
    @JsonPropertyDescription("Corrections that people gave.") Corrections corrections,
    @JsonPropertyDescription("Rows of the model's earlier training.") Replay replay,
    @Default("100")
        @Min(1)
        @Max(10000)
        @JsonPropertyDescription(
            "Items of each capability that are held out for evaluations. Default 100.")
        Integer testPerCapability) {

  /** Corrections that people gave. */
  @ApiType
  public record Corrections(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Capability that they are about.")
          String capability,
      @Required @Timestamp @JsonPropertyDescription("Moment from which they count.") String since,
      @Default("50")
          @Min(1)
          @Max(100000)
          @JsonPropertyDescription("How many a build waits for. Default 50.")
          Integer minimum,
      @Default("86400")
          @Min(0)
          @Max(2592000)
          @JsonPropertyDescription("Seconds that it waits for them. Default 86400.")
          Integer maximumWaitSeconds) {}

  /** Rows of the model's earlier training. */
  @ApiType
  @ValidationRule(
      value = Patterns.PVC_RULE,
      message =
          "spec.replay.uri: write pvc://<claim>/<path>, the path without '.', '..' or empty parts")
  public record Replay(
      @Required
          @Size(min = 8, max = 512)
          @JsonPropertyDescription(
              "JSON lines {\"capability\",\"prompt\",\"answer\"} at `pvc://<claim>/<path>`; rows of"
                  + " the corrected capability are left out.")
          String uri,
      @Default("1000")
          @Min(1)
          @Max(1000000)
          @JsonPropertyDescription("How many rows are taken. Default 1000.")
          Integer rows) {}
}
