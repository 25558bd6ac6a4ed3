package io.homeostat.operator.modelservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.operator.modelservice.decide.SpecTuple;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the fields of spec.engine, spec.model and spec.autoscaling make of a pool. */
class EngineOptionsTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String HPA =
      """
      model: {uri: pvc://models/base}
      autoscaling:
        minReplicas: 2
        maxReplicas: 6
        metrics:
        - {type: Resource, name: cpu, averageUtilizationPercent: 80}
        - {type: Pods, name: vllm_num_requests_waiting, averageValue: "4"}
        - {type: External, name: queue, averageValue: "30", selector: {queue: chat}}
      """;

  private static EnginePool pool(String yaml) {
    ModelServiceSpec spec = Serialization.unmarshal("---\n" + yaml, ModelServiceSpec.class);
    return new EnginePool(
        "support",
        "team",
        "engine",
        spec,
        SpecTuple.of(spec, "", null, "vllm:1").tuple(),
        2,
        true,
        "abc",
        "homeostat",
        "jobs:1");
  }

  private static PodSpec pod(String yaml) {
    return EngineDeployment.desired(pool(yaml)).getSpec().getTemplate().getSpec();
  }

  private static Container engine(PodSpec pod) {
    return pod.getContainers().getFirst();
  }

  @Test
  void severalDevicesShareTheModelThroughLargeSharedMemory() {
    PodSpec pod =
        pod(
            """
            model: {uri: pvc://models/base}
            engine:
              tensorParallelSize: 2
              resources: {limits: {nvidia.com/gpu: "2"}}
            """);

    assertThat(engine(pod).getArgs()).contains("--tensor-parallel-size=2");
    assertThat(engine(pod).getResources().getLimits().get("nvidia.com/gpu")).hasToString("2");
    assertThat(sharedMemory(pod)).isEqualTo("8Gi");
    assertThat(sharedMemory(pod("model: {uri: pvc://models/base}"))).isEqualTo("256Mi");
    assertThat(sharedMemory(pod("model: {uri: pvc://models/base}\nengine: {sharedMemory: 1Gi}")))
        .isEqualTo("1Gi");
  }

  private static String sharedMemory(PodSpec pod) {
    return pod.getVolumes().stream()
        .filter(volume -> volume.getName().equals("shm"))
        .peek(volume -> assertThat(volume.getEmptyDir().getMedium()).isEqualTo("Memory"))
        .map(volume -> volume.getEmptyDir().getSizeLimit().toString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anEngineThatGuessesAheadTakesNoAdapters() {
    Container engine =
        engine(
            pod(
                """
                model: {uri: pvc://models/base}
                artifacts: {claimName: artifacts}
                adapter: {mode: None}
                engine: {speculative: {method: EAGLE3, tokens: 3, modelPath: drafts/head}}
                """));

    assertThat(engine.getArgs())
        .contains(
            "--speculative-config={\"method\":\"eagle3\",\"model\":\"/models/drafts/head\",\"num_speculative_tokens\":3}")
        .noneMatch(argument -> argument.contains("lora"));
    assertThat(engine.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .doesNotContain("/adapters");
  }

  @Test
  void aModelOfAHubIsFetchedBeforeTheEngineStarts() {
    PodSpec pod =
        pod(
            """
            model:
              uri: hf://acme/tiny
              revision: %s
              cacheClaimName: cache
              credentialsSecretRef: {name: hub}
            """
                .formatted(COMMIT));

    Container fetch = pod.getInitContainers().getFirst();
    assertThat(fetch.getImage()).isEqualTo("jobs:1");
    assertThat(fetch.getArgs())
        .containsExactly(
            "--uri=hf://acme/tiny",
            "--revision=" + COMMIT,
            "--target=/models/hub/acme/tiny/" + COMMIT);
    assertThat(fetch.getEnvFrom().getFirst().getSecretRef().getName()).isEqualTo("hub");
    assertThat(fetch.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(engine(pod).getArgs()).contains("--model=/models/hub/acme/tiny/" + COMMIT);
    assertThat(engine(pod).getEnvFrom()).as("the engine sees no credentials").isEmpty();
    assertThat(engine(pod).getVolumeMounts())
        .filteredOn(mount -> mount.getMountPath().equals("/models"))
        .allMatch(VolumeMount::getReadOnly);
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("models"))
        .extracting(volume -> volume.getPersistentVolumeClaim().getClaimName())
        .containsExactly("cache");
  }

  @Test
  void aModelOnAClaimIsNotFetched() {
    assertThat(pod("model: {uri: pvc://models/base}").getInitContainers()).isEmpty();
  }

  @Test
  void aPatchIsLaidOverTheTemplateAndMakesNoRelease() {
    EnginePool patched =
        pool(
            """
            model: {uri: pvc://models/base}
            podTemplatePatch: {spec: {runtimeClassName: nvidia, tolerations: [{key: gpu, operator: Exists}]}}
            """);
    PodSpec pod = EngineDeployment.desired(patched).getSpec().getTemplate().getSpec();

    assertThat(pod.getRuntimeClassName()).isEqualTo("nvidia");
    assertThat(pod.getTolerations()).hasSize(1);
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(50);
    assertThat(patched.tuple()).isEqualTo(pool("model: {uri: pvc://models/base}").tuple());
  }

  @Test
  void anAutoscalerIsToldWhatToWatch() {
    var autoscaler = EngineAutoscaling.desired(pool(HPA)).getSpec();

    assertThat(autoscaler.getScaleTargetRef().getName()).isEqualTo("support-engine");
    assertThat(autoscaler.getMinReplicas()).isEqualTo(2);
    assertThat(autoscaler.getMaxReplicas()).isEqualTo(6);
    assertThat(autoscaler.getBehavior().getScaleDown().getStabilizationWindowSeconds())
        .isEqualTo(300);
    assertThat(autoscaler.getMetrics())
        .extracting(metric -> metric.getType())
        .containsExactly("Resource", "Pods", "External");
    assertThat(autoscaler.getMetrics().get(0).getResource().getTarget().getAverageUtilization())
        .isEqualTo(80);
    assertThat(autoscaler.getMetrics().get(2).getExternal().getMetric().getSelector()).isNotNull();
  }

  @Test
  void theOperatorLeavesReplicasToTheAutoscalerOnceThatHasWritten() {
    var autoscaling = pool(HPA).spec().autoscaling();
    Deployment present =
        new DeploymentBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewSpec()
            .withReplicas(4)
            .endSpec()
            .build();

    assertThat(EngineAutoscaling.replicas(autoscaling, Optional.empty()))
        .as("a first Deployment")
        .isEqualTo(2);
    assertThat(EngineAutoscaling.replicas(autoscaling, Optional.of(present)))
        .as("nobody else has written: dropping the field would mean 1")
        .isEqualTo(4);
    present
        .getMetadata()
        .getManagedFields()
        .add(
            new ManagedFieldsEntryBuilder()
                .withManager("kube-controller-manager")
                .withSubresource("scale")
                .withFieldsV1(
                    Serialization.unmarshal(
                        "---\nf:spec: {f:replicas: {}}",
                        io.fabric8.kubernetes.api.model.FieldsV1.class))
                .build());
    assertThat(EngineAutoscaling.replicas(autoscaling, Optional.of(present))).isNull();
    present.getSpec().setReplicas(0);
    assertThat(EngineAutoscaling.replicas(autoscaling, Optional.of(present)))
        .as("an autoscaler leaves 0 pods alone")
        .isEqualTo(2);
  }

  @Test
  void podsOfOthersAreOnlyFound() {
    EnginePool attached =
        pool(
            """
            model: {uri: pvc://models/base}
            engine: {type: Attached, attached: {selector: {app: llm}, port: 8080, servedModel: llama, adapterPath: /adapters}}
            """);

    var service = EngineNetwork.attached(attached);

    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
    assertThat(service.getSpec().getSelector()).containsOnly(java.util.Map.entry("app", "llm"));
    assertThat(service.getSpec().getPorts().getFirst().getTargetPort().getIntVal()).isEqualTo(8080);
    assertThat(service.getSpec().getPorts().getFirst().getName()).isEqualTo("http");
    assertThat(service.getMetadata().getLabels())
        .containsEntry("homeostat.io/model-service", "support")
        .containsEntry("homeostat.io/pool", "engine");
  }
}
