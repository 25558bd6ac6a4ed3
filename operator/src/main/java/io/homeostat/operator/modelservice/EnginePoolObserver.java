package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.modelservice.decide.EngineView;
import io.homeostat.operator.modelservice.decide.EngineView.Trouble;
import io.homeostat.operator.rollouts.decide.RolloutView;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sees how the pools of a ModelService do. Pods are listed only of a pool that lacks some, to tell
 * why.
 */
final class EnginePoolObserver {
  private static final int LONGEST_MESSAGE = 300;
  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

  private final KubernetesClient client;
  private final ForeignPoolObserver foreign;

  EnginePoolObserver(Frame frame) {
    this.client = frame.client();
    this.foreign = new ForeignPoolObserver(frame);
  }

  /**
   * The pools.
   *
   * @param plan null before there is one
   * @param open requests that the gateways have open, by release; null when one did not tell
   * @param rollout what makes attached pods; empty when the spec names nothing
   */
  EngineView observe(
      ModelService service,
      TrafficPlanSpec plan,
      Map<String, Long> open,
      Optional<RolloutView> rollout,
      Context<ModelService> context) {
    Stream<EngineView.Pool> own =
        context.getSecondaryResources(Deployment.class).stream()
            .map(deployment -> pool(service.getMetadata().getName(), deployment));
    return new EngineView(
        Stream.concat(foreign.observe(service, plan, rollout, context).stream(), own).toList(),
        open);
  }

  private EngineView.Pool pool(String service, Deployment deployment) {
    String name = deployment.getMetadata().getName().substring(service.length() + 1);
    int wanted = deployment.getSpec().getReplicas();
    var status = deployment.getStatus();
    int ready = status == null ? 0 : CanaryDefaults.orElse(status.getReadyReplicas(), 0);
    return new EngineView.Pool(
        name,
        ServiceObserver.annotation(deployment, EngineDeployment.DIGEST),
        wanted,
        ready,
        ready < wanted ? trouble(service, name, deployment) : Optional.empty());
  }

  private Optional<Trouble> trouble(String service, String pool, Deployment deployment) {
    List<Pod> pods =
        client
            .pods()
            .inNamespace(deployment.getMetadata().getNamespace())
            .withLabels(EnginePool.selector(service, pool))
            .list()
            .getItems();
    return Stream.concat(
            pods.stream().flatMap(pod -> of(pod).stream()), refusedPods(deployment).stream())
        .findFirst();
  }

  /** What Kubernetes says about one pod that does not run. */
  static Optional<Trouble> of(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    Optional<Trouble> unschedulable =
        pod.getStatus().getConditions().stream()
            .filter(condition -> "PodScheduled".equals(condition.getType()))
            .filter(condition -> "False".equals(condition.getStatus()))
            .map(PodCondition::getMessage)
            .map(message -> trouble(true, pod, "cannot be scheduled", message))
            .findFirst();
    return unschedulable.or(
        () ->
            Stream.concat(
                    pod.getStatus().getInitContainerStatuses().stream(),
                    pod.getStatus().getContainerStatuses().stream())
                .map(status -> status.getState() == null ? null : status.getState().getWaiting())
                .filter(waiting -> waiting != null && fails(waiting))
                .map(waiting -> trouble(false, pod, waiting.getReason(), waiting.getMessage()))
                .findFirst());
  }

  private static boolean fails(ContainerStateWaiting waiting) {
    return waiting.getReason() != null && !STARTING.contains(waiting.getReason());
  }

  /** A quota or an admission rule lets no pod come into being. */
  private static Optional<Trouble> refusedPods(Deployment deployment) {
    return deployment.getStatus() == null
        ? Optional.empty()
        : deployment.getStatus().getConditions().stream()
            .filter(condition -> "ReplicaFailure".equals(condition.getType()))
            .filter(condition -> "True".equals(condition.getStatus()))
            .map(DeploymentCondition::getMessage)
            .map(message -> new Trouble(true, shortened("pods are refused: " + message)))
            .findFirst();
  }

  private static Trouble trouble(boolean unschedulable, Pod pod, String what, String message) {
    return new Trouble(
        unschedulable,
        shortened(
            "pod '%s' %s: %s"
                .formatted(
                    pod.getMetadata().getName(), what, message == null ? "no message" : message)));
  }

  private static String shortened(String message) {
    return message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
  }
}
