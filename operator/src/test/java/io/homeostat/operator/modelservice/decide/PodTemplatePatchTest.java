package io.homeostat.operator.modelservice.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTemplatePatchTest {
  private static final PodTemplateSpec TEMPLATE =
      new PodTemplateSpecBuilder()
          .withNewMetadata()
          .addToLabels("homeostat.io/model-service", "support")
          .endMetadata()
          .withNewSpec()
          .withTerminationGracePeriodSeconds(50L)
          .addNewContainer()
          .withName("engine")
          .withImage("vllm:1")
          .addNewEnv()
          .withName("HOME")
          .withValue("/tmp")
          .endEnv()
          .endContainer()
          .addNewVolume()
          .withName("tmp")
          .withNewEmptyDir()
          .endEmptyDir()
          .endVolume()
          .endSpec()
          .build();

  @SuppressWarnings("unchecked")
  private static Map<String, Object> patch(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, Map.class);
  }

  @Test
  void schedulingIsAdded() {
    Map<String, Object> patch =
        patch(
            """
            metadata: {labels: {team: support}}
            spec:
              nodeSelector: {gpu: h100}
              tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}]
              affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: a, operator: Exists}]}}]}}
              topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]
              priorityClassName: high
              runtimeClassName: nvidia
            """);

    assertThat(PodTemplatePatch.problem(patch)).isEmpty();
    PodTemplateSpec patched = PodTemplatePatch.apply(TEMPLATE, patch);

    assertThat(patched.getMetadata().getLabels())
        .containsEntry("team", "support")
        .containsEntry("homeostat.io/model-service", "support");
    assertThat(patched.getSpec().getNodeSelector()).containsEntry("gpu", "h100");
    assertThat(patched.getSpec().getTolerations().getFirst().getKey()).isEqualTo("gpu");
    assertThat(patched.getSpec().getAffinity().getNodeAffinity()).isNotNull();
    assertThat(patched.getSpec().getTopologySpreadConstraints()).hasSize(1);
    assertThat(patched.getSpec().getPriorityClassName()).isEqualTo("high");
    assertThat(patched.getSpec().getRuntimeClassName()).isEqualTo("nvidia");
    assertThat(patched.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(50);
  }

  @Test
  void namedListsAreMergedByName() {
    Map<String, Object> patch =
        patch(
            """
            spec:
              containers:
              - {name: engine, env: [{name: A, value: b}], volumeMounts: [{name: cache, mountPath: /cache}]}
              - {name: sidecar, image: "log:1"}
              volumes: [{name: cache, emptyDir: {}}]
            """);

    assertThat(PodTemplatePatch.problem(patch)).isEmpty();
    PodTemplateSpec patched = PodTemplatePatch.apply(TEMPLATE, patch);

    assertThat(patched.getSpec().getContainers())
        .extracting(Container::getName, Container::getImage)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("engine", "vllm:1"),
            org.assertj.core.groups.Tuple.tuple("sidecar", "log:1"));
    assertThat(patched.getSpec().getContainers().getFirst().getEnv())
        .extracting(env -> env.getName())
        .containsExactly("HOME", "A");
    assertThat(patched.getSpec().getVolumes())
        .extracting(volume -> volume.getName())
        .containsExactly("tmp", "cache");
  }

  @Test
  void noPatchChangesNothing() {
    assertThat(PodTemplatePatch.problem(Map.of())).isEmpty();
    assertThat(PodTemplatePatch.apply(TEMPLATE, Map.of())).isSameAs(TEMPLATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{template: {}}",
        "{metadata: {name: other}}",
        "{metadata: {labels: {homeostat.io/model-service: other}}}",
        "{metadata: {annotations: {app.kubernetes.io/x: y}}}",
        "{spec: {hostNetwork: true}}",
        "{spec: {hostPID: true}}",
        "{spec: {restartPolicy: Never}}",
        "{spec: {terminationGracePeriodSeconds: 1}}",
        "{spec: {automountServiceAccountToken: true}}",
        "{spec: {securityContext: {runAsUser: 0}}}",
        "{spec: {readinessGates: []}}",
        "{spec: {containers: [{name: engine, image: other}]}}",
        "{spec: {containers: [{name: engine, args: [--model=x]}]}}",
        "{spec: {containers: [{name: engine, command: [sh]}]}}",
        "{spec: {containers: [{name: engine, ports: []}]}}",
        "{spec: {containers: [{name: engine, lifecycle: {}}]}}",
        "{spec: {containers: [{name: engine, livenessProbe: {}}]}}",
        "{spec: {containers: [{name: engine, securityContext: {}}]}}",
        "{spec: {containers: [{name: engine, envFrom: []}]}}",
        "{spec: {containers: [{name: engine, env: [{name: VLLM_API_KEY, value: x}]}]}}",
        "{spec: {containers: [{name: engine, volumeMounts: [{name: v, mountPath: /adapters}]}]}}",
        "{spec: {containers: [{name: side, securityContext: {privileged: true}}]}}",
        "{spec: {containers: [{name: side, ports: [{hostPort: 80}]}]}}",
        "{spec: {volumes: [{name: models, emptyDir: {}}]}}",
        "{spec: {volumes: [{name: root, hostPath: {path: /}}]}}",
        "{spec: {initContainers: [{name: fetch-model, image: other}]}}"
      })
  void whatServingAndIsolationRestOnStays(String patch) {
    assertThat(PodTemplatePatch.problem(patch(patch)))
        .hasValueSatisfying(problem -> assertThat(problem).startsWith("spec.podTemplatePatch"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{spec: {hostNetwork: true}}', spec.podTemplatePatch.spec.hostNetwork cannot be set",
    "'{spec: {tolerations: 3}}', spec.podTemplatePatch.spec.tolerations has a value of the wrong type",
    "'{spec: {containers: [{name: engine, resources: {limit: {cpu: 1}}}]}}', 'spec.podTemplatePatch.spec.containers[0].resources.limit is no field of a pod'",
    "'{spec: {affinity: {nodeAfinity: {}}}}', spec.podTemplatePatch.spec.affinity.nodeAfinity is no field of a pod"
  })
  void aRefusalNamesTheField(String patch, String message) {
    assertThat(PodTemplatePatch.problem(patch(patch)).orElseThrow()).startsWith(message);
  }
}
