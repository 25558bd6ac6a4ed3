package io.homeostat.crds.canaryrelease;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;

/** A candidate and the plan by which it is released; immutable. */
@ApiType
@ValidationRule(
    value = Patterns.IMMUTABLE,
    message =
        "spec: a running comparison never changes; delete the CanaryRelease and create another one")
public record CanaryReleaseSpec(
    @Required @JsonPropertyDescription("ModelService whose traffic is split.") Ref modelServiceRef,
    @Required
        @JsonPropertyDescription(
            "Release to compare with stable; stable itself is allowed and must show no difference.")
        Ref candidateRef,
    @Default("{}")
        @JsonPropertyDescription("Steps and analysis. Default: each field as described there.")
        CanaryPlan plan) {}
