package io.homeostat.operator.rollouts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** A Rollout of Argo Rollouts, as far as somebody reads it who never writes one. */
@Group("argoproj.io")
@Version("v1alpha1")
public class Rollout extends CustomResource<Rollout.Spec, Rollout.Status> implements Namespaced {

  /** What is rolled out how. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(WorkloadRef workloadRef, Strategy strategy) {}

  /** The Deployment whose template is rolled out; absent: the Rollout has a template itself. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record WorkloadRef(String kind, String name) {}

  /** Absent parts are not used. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Strategy(Canary canary) {}

  /** A canary by steps. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Canary(List<Step> steps) {}

  /** One step; every other kind than a weight leaves the weight as it is. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Step(Integer setWeight) {}

  /** How far it is. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(
      String observedGeneration,
      String workloadObservedGeneration,
      String phase,
      String message,
      String currentPodHash,
      String stableRS,
      Integer currentStepIndex,
      Boolean abort,
      List<PauseCondition> pauseConditions,
      CanaryStatus canary) {}

  /** Why it pauses. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PauseCondition(String reason) {}

  /** What only a canary has. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record CanaryStatus(Weights weights) {}

  /** The split, where a traffic router makes one. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Weights(Destination canary) {}

  /** One arm. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Destination(Integer weight) {}
}
