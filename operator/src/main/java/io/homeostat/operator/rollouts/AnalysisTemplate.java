package io.homeostat.operator.rollouts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** An AnalysisTemplate of Argo Rollouts that asks a web address. */
@Group("argoproj.io")
@Version("v1alpha1")
public class AnalysisTemplate extends CustomResource<AnalysisTemplate.Spec, Void>
    implements Namespaced {

  /** What is asked. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Spec(List<Argument> args, List<Metric> metrics) {}

  /** What the Rollout hands in. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Argument(String name, String value) {}

  /** One question, and what its answers mean. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Metric(
      String name,
      String interval,
      Integer count,
      String successCondition,
      String failureCondition,
      Integer consecutiveSuccessLimit,
      Integer failureLimit,
      Integer inconclusiveLimit,
      Integer consecutiveErrorLimit,
      Provider provider) {}

  /** Who is asked. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Provider(Web web) {}

  /** An address that answers with JSON. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Web(String url, String jsonPath, Integer timeoutSeconds) {}
}
