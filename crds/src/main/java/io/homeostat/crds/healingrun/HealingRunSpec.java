package io.homeostat.crds.healingrun;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.healingpolicy.HealingRecipe;

/** One repair; immutable. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealingRunSpec(
    Ref healingPolicyRef, Ref modelServiceRef, Drift drift, String stableRelease, String stableFingerprint, HealingRecipe recipe) {
  /** drop, baseline: decimals; since: RFC 3339. */
  public record Drift(String monitor, String capability, String signal, String drop, String baseline, String since, String cause) {}
}
