package io.homeostat.crds.release;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;

/** Desired state of a Release; immutable. */
@ApiType
@ValidationRule(
    value = Patterns.IMMUTABLE,
    message = "spec: a Release never changes; change the ModelService and another Release is made")
public record ReleaseSpec(
    @Required @JsonPropertyDescription("ModelService that this is a release of.")
        Ref modelServiceRef,
    @Required
        @Size(max = 64)
        @Pattern(Patterns.DIGEST)
        @JsonPropertyDescription("SHA-256 of the tuple's canonical JSON (RFC 8785).")
        String fingerprint,
    @Required
        @Size(min = 1, max = 128)
        @JsonPropertyDescription(
            "Name under which the engine serves it: the adapter's name, or `base`.")
        String servedModel,
    @Required @JsonPropertyDescription("Everything that shapes an answer, resolved.")
        ReleaseTuple tuple,
    @JsonPropertyDescription(
            "Where the adapter came from; a release that takes over an adapter takes over this, too.")
        Provenance provenance) {

  /** The way from a drift to this adapter. */
  @ApiType
  public record Provenance(
      @Size(max = 63) @JsonPropertyDescription("HealingRun that asked for the adapter.")
          String healingRun,
      @Size(max = 63) @JsonPropertyDescription("FineTuneJob that trained the adapter.")
          String fineTuneJob,
      @Size(max = 63) @JsonPropertyDescription("Dataset that it was trained on.") String dataset,
      @Min(1) @JsonPropertyDescription("Version of the dataset.") Integer datasetVersion,
      @Size(max = 63)
          @JsonPropertyDescription("AdapterMerge that made the adapter of several; absent: none.")
          String adapterMerge) {}
}
