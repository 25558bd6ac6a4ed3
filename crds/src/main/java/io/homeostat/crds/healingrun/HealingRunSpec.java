package io.homeostat.crds.healingrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Timestamp;
import io.homeostat.crds.healingpolicy.HealingRecipe;

/** One repair; immutable. */
@ApiType
@ValidationRule(
    value = Patterns.IMMUTABLE,
    message =
        "spec: a repair never changes its aim; delete the HealingRun, and the HealingPolicy starts"
            + " another one")
public record HealingRunSpec(
    @Required @JsonPropertyDescription("HealingPolicy that started the repair.")
        Ref healingPolicyRef,
    @Required @JsonPropertyDescription("ModelService that is repaired.") Ref modelServiceRef,
    @Required @JsonPropertyDescription("What is repaired.") Drift drift,
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("Release that the repair starts from.")
        String stableRelease,
    @Required
        @Size(max = 64)
        @Pattern(Patterns.DIGEST)
        @JsonPropertyDescription(
            "Its fingerprint; when the base model or the adapter of stable changes, the run is superseded.")
        String stableFingerprint,
    @Required @JsonPropertyDescription("How the repair is made.") HealingRecipe recipe,
    @Required @JsonPropertyDescription("What follows from it here, worked out at the start.")
        HealingRunPlan plan) {

  /** What is repaired. */
  @ApiType
  public record Drift(
      @Required @Size(max = 63) @JsonPropertyDescription("DriftMonitor that found it.")
          String monitor,
      @Required @Size(max = 63) @JsonPropertyDescription("Capability that fell.") String capability,
      @Size(max = 63) @JsonPropertyDescription("Quality or Errors.") String signal,
      @Decimal(max = 1) @JsonPropertyDescription("How far the mean fell, 0 to 1.") String drop,
      @Decimal(max = 1) @JsonPropertyDescription("Mean before, 0 to 1.") String baseline,
      @Timestamp @JsonPropertyDescription("Estimated moment of the change.") String since,
      @Size(max = 63) @JsonPropertyDescription("Why it fell.") String cause,
      @Size(max = 63) @JsonPropertyDescription("Release that the baseline was learnt from.")
          String baselineRelease) {}
}
