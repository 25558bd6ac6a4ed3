package io.homeostat.crds.canaryrelease;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;

/** A candidate and the plan by which it is released; immutable. */
@ApiType
@ValidationRule(
    value = Patterns.IMMUTABLE,
    message =
        "spec: a running comparison never changes; delete the CanaryRelease and create another one")
@ValidationRule(
    value =
        "!has(self.plan) || !has(self.plan.shadow) || (has(self.strategy) && self.strategy =="
            + " 'Shadow') || (has(self.dryRun) && self.dryRun)",
    message = "spec.plan.shadow: use it with strategy Shadow or dryRun true, or leave it out")
@ValidationRule(
    value =
        "!has(self.actuator) || ((!has(self.strategy) || self.strategy == 'Canary') &&"
            + " !(has(self.dryRun) && self.dryRun))",
    message =
        "spec.actuator: leave strategy Shadow and dryRun out, since the actuator moves the traffic")
@ValidationRule(
    value = "!has(self.plan) || !has(self.plan.actuator)",
    message = "spec.plan.actuator: write it in spec.actuator; in a plan it is for a ModelService")
public record CanaryReleaseSpec(
    @Required @JsonPropertyDescription("ModelService whose traffic is split.") Ref modelServiceRef,
    @Required
        @JsonPropertyDescription(
            "Release to compare with stable; stable itself is allowed and must show no difference.")
        Ref candidateRef,
    @Default("{}")
        @JsonPropertyDescription("Steps and analysis. Default: each field as described there.")
        CanaryPlan plan,
    @OneOf({"Canary", "Shadow"})
        @JsonPropertyDescription(
            "Canary: the steps. Shadow: a share of the requests goes to both and pairs of answers"
                + " are compared first, then the steps run. Default Canary.")
        String strategy,
    @JsonPropertyDescription(
            "Whether it only looks: the candidate is compared in shadow, never gets a weight and is"
                + " never promoted or refused; the verdict is its end. Default false.")
        Boolean dryRun,
    @JsonPropertyDescription(
            "Who moves the traffic. The operator then follows, compares and gives the verdict."
                + " Default: the operator, through the traffic plan.")
        Actuator actuator) {
  /** A canary by its steps. */
  public CanaryReleaseSpec(Ref modelServiceRef, Ref candidateRef, CanaryPlan plan) {
    this(modelServiceRef, candidateRef, plan, null, null, null);
  }
}
