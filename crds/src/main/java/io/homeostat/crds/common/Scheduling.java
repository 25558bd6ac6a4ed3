package io.homeostat.crds.common;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Where a Job's pod may run, and what it may push aside. */
@ApiType
public record Scheduling(
    @Size(max = 63)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription(
            "PriorityClass of the pod. Default: the cluster's default priority.")
        String priorityClassName,
    @Size(max = 63)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription(
            "RuntimeClass of the pod, such as nvidia. Default: the node's own runtime.")
        String runtimeClassName,
    @Size(max = 16)
        @JsonPropertyDescription("Labels that the node must have. Default: any node.")
        Map<String, @Size(max = 63) String> nodeSelector,
    @Size(max = 16)
        @JsonPropertyDescription("Taints of nodes that the pod may run on in spite of them.")
        List<Toleration> tolerations) {
  public Scheduling {
    nodeSelector = OrEmpty.map(nodeSelector);
    tolerations = OrEmpty.list(tolerations);
  }

  /** A taint that is no obstacle. */
  @ApiType
  @ValidationRule(
      value = "self.operator == 'Exists' ? !has(self.value) : has(self.key)",
      message =
          "scheduling.tolerations: write value with operator Equal alone, and key with operator"
              + " Equal")
  public record Toleration(
      @Size(min = 1, max = 253)
          @JsonPropertyDescription("Key of the taint. Default with operator Exists: every key.")
          String key,
      @Default("Equal")
          @OneOf({"Equal", "Exists"})
          @JsonPropertyDescription(
              "Equal: the taint has this value. Exists: it may have any. Default Equal.")
          String operator,
      @Size(max = 63) @JsonPropertyDescription("Value of the taint.") String value,
      @OneOf({"NoSchedule", "PreferNoSchedule", "NoExecute"})
          @JsonPropertyDescription("Effect of the taint. Default: every effect.")
          String effect) {}
}
