package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import java.util.List;
import java.util.Map;

/** Lets a HorizontalPodAutoscaler set the number of engine pods. */
@ApiType
@ValidationRule(
    value = "self.minReplicas <= self.maxReplicas",
    message = "spec.autoscaling.minReplicas: write at most maxReplicas")
public record Autoscaling(
    @Default("1") @Min(1) @Max(64) @JsonPropertyDescription("Fewest pods, 1 to 64. Default 1.")
        Integer minReplicas,
    @Required @Min(1) @Max(64) @JsonPropertyDescription("Most pods, 1 to 64.") Integer maxReplicas,
    @Required
        @Size(min = 1, max = 8)
        @JsonPropertyDescription("What is measured; the one that asks for most pods wins.")
        List<Metric> metrics,
    @Default("300")
        @Min(0)
        @Max(3600)
        @JsonPropertyDescription(
            "Seconds without need before a pod is taken away, 0 to 3600. Default 300.")
        Integer scaleDownSeconds) {
  public Autoscaling {
    metrics = OrEmpty.list(metrics);
  }

  /** One figure and the value that it should have. */
  @ApiType
  @ValidationRule(
      value =
          "self.type == 'Resource' ? has(self.averageUtilizationPercent) && !has(self.averageValue)"
              + " : has(self.averageValue) && !has(self.averageUtilizationPercent)",
      message =
          "spec.autoscaling.metrics: write averageUtilizationPercent with type Resource, and"
              + " averageValue with type Pods and External")
  @ValidationRule(
      value = "self.type == 'External' || !has(self.selector) || self.selector.size() == 0",
      message = "spec.autoscaling.metrics: write selector with type External only")
  public record Metric(
      @Required
          @OneOf({"Resource", "Pods", "External"})
          @JsonPropertyDescription(
              "Resource: cpu or memory. Pods: a figure of each pod, such as waiting requests, that"
                  + " an adapter of the custom metrics API serves. External: a figure from outside"
                  + " the cluster.")
          String type,
      @Required
          @Size(min = 1, max = 128)
          @JsonPropertyDescription("Name of the figure, such as cpu or vllm_num_requests_waiting.")
          String name,
      @Min(1)
          @Max(1000)
          @JsonPropertyDescription("Share of the request in percent, 1 to 1000; of type Resource.")
          Integer averageUtilizationPercent,
      @Size(max = 32)
          @Pattern(Patterns.QUANTITY)
          @JsonPropertyDescription("Value per pod, a Kubernetes quantity.")
          String averageValue,
      @Size(max = 8) @JsonPropertyDescription("Labels of the figure; of type External.")
          Map<String, @Size(max = 256) String> selector) {
    public Metric {
      selector = OrEmpty.map(selector);
    }
  }
}
