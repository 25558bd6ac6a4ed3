package io.homeostat.crds.canaryrelease;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.Ref;

/** A candidate and the plan by which it is released; immutable. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanaryReleaseSpec(Ref modelServiceRef, Ref candidateRef, CanaryPlan plan) {}
