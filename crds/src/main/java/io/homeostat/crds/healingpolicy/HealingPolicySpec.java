package io.homeostat.crds.healingpolicy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.Ref;
import java.util.List;

/** Whether and how drift is repaired. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealingPolicySpec(
    Ref driftMonitorRef, String mode, Trigger trigger, HealingRecipe recipe, Integer cooldownSeconds, Boolean suspend) {
  public record Trigger(String minimumDrop, List<String> causes) {}
}
