package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.Map;

/** What controllers and kubelets would write about pods. */
final class Pods {
  private final Stage stage;

  Pods(Stage stage) {
    this.stage = stage;
  }

  void engineReady(String service, int pods) {
    engineReady(service, "engine", pods);
  }

  void engineReady(String service, String pool, int pods) {
    eventually()
        .untilAsserted(
            () ->
                stage.client.resource(ready(stage.deployment(service, pool), pods)).updateStatus());
  }

  private static Deployment ready(Deployment deployment, int pods) {
    return new DeploymentBuilder(deployment)
        .withNewStatus()
        .withReplicas(pods)
        .withReadyReplicas(pods)
        .withAvailableReplicas(pods)
        .withUpdatedReplicas(pods)
        .endStatus()
        .build();
  }

  void enginePod(String service, String name, String ip, String containerId) {
    enginePod(service, "engine", name, ip, containerId);
  }

  void enginePod(String service, String pool, String name, String ip, String containerId) {
    Pod pod = made(service, pool, name);
    if (stage.client.resource(pod).get() == null) {
      stage.client.resource(pod).create();
    }
    stage
        .client
        .resource(running(stage.client.resource(pod).get(), ip, containerId))
        .updateStatus();
  }

  /** A pod for which the cluster has no place. */
  void unschedulable(String service, String pool, String name, String message) {
    Pod pod = stage.client.resource(made(service, pool, name)).create();
    stage
        .client
        .resource(
            new PodBuilder(pod)
                .withNewStatus()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build())
        .updateStatus();
  }

  boolean open(String name) {
    return stage
        .client
        .pods()
        .inNamespace(stage.namespace)
        .withName(name)
        .require()
        .getStatus()
        .getConditions()
        .stream()
        .anyMatch(
            c -> "homeostat.io/adapters-ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  void delete(String name) {
    stage.client.pods().inNamespace(stage.namespace).withName(name).withGracePeriod(0).delete();
  }

  private Pod made(String service, String pool, String name) {
    var template = stage.deployment(service, pool).getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(stage.namespace)
        .withLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withNewSpec()
        .withReadinessGates(template.getSpec().getReadinessGates())
        .addNewContainer()
        .withName("engine")
        .withImage("engine:1")
        .addNewPort()
        .withName("http")
        .withContainerPort(8000)
        .endPort()
        .endContainer()
        .endSpec()
        .build();
  }

  static Pod running(Pod pod, String ip, String containerId) {
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(ip)
        .addNewPodIP(ip)
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .addNewContainerStatus()
        .withName("engine")
        .withContainerID("containerd://" + containerId)
        .withImage("engine:1")
        .withImageID("")
        .withReady(true)
        .withRestartCount(0)
        .endContainerStatus()
        .endStatus()
        .build();
  }

  void gatewayPod() {
    stage
        .client
        .resource(
            new EndpointSliceBuilder()
                .withNewMetadata()
                .withName("gateway-1")
                .withNamespace(stage.namespace)
                .withLabels(Map.of("kubernetes.io/service-name", "gateway"))
                .endMetadata()
                .withAddressType("IPv4")
                .addNewEndpoint()
                .withAddresses("10.99.0.1")
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .addNewPort()
                .withName("internal")
                .withPort(8081)
                .withProtocol("TCP")
                .endPort()
                .build())
        .create();
  }
}
