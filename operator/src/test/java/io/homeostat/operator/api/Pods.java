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
    eventually().untilAsserted(() -> stage.deployment(service).getMetadata().getUid());
    Deployment ready =
        new DeploymentBuilder(stage.deployment(service))
            .withNewStatus()
            .withReplicas(pods)
            .withReadyReplicas(pods)
            .withAvailableReplicas(pods)
            .withUpdatedReplicas(pods)
            .endStatus()
            .build();
    stage.client.resource(ready).updateStatus();
  }

  void enginePod(String service, String name, String ip, String containerId) {
    Pod pod = scheduled(service, name);
    if (stage.client.resource(pod).get() == null) {
      stage.client.resource(pod).create();
    }
    stage
        .client
        .resource(running(stage.client.resource(pod).get(), ip, containerId))
        .updateStatus();
  }

  private Pod scheduled(String service, String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(stage.namespace)
        .withLabels(stage.deployment(service).getSpec().getTemplate().getMetadata().getLabels())
        .endMetadata()
        .withNewSpec()
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
