package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Pool;
import io.homeostat.operator.modelservice.decide.ServiceDecider;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Engines of somebody else, and an autoscaler, on a real API server. */
class ForeignEngineApiIT {
  private static final String ENDPOINT = "10.88.0.9";

  private Stage stage;

  @BeforeEach
  void begin() {
    stage = new Stage();
  }

  @AfterEach
  void end() {
    stage.close();
  }

  private void apply(String spec) {
    ModelService service =
        Serialization.unmarshal(
            """
            ---
            apiVersion: homeostat.io/v1alpha1
            kind: ModelService
            metadata: {name: support, namespace: %s}
            spec:
            %s
            """
                .formatted(stage.namespace, spec.indent(2)),
            ModelService.class);
    stage.client.resource(service).forceConflicts().fieldManager("user").serverSideApply();
  }

  private void secret(String name, String value) {
    stage
        .client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(stage.namespace)
                .endMetadata()
                .addToStringData("token", value)
                .build())
        .create();
  }

  private void ready(String status, String word) {
    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.condition("support", "Ready").getStatus()).isEqualTo(status);
              assertThat(stage.condition("support", "Ready").getMessage()).contains(word);
            });
  }

  @Test
  void anEndpointServesWhenItListsItsModelAndNoPodIsMade() {
    String url = "http://%s:11434/v1".formatted(ENDPOINT);
    stage.network.engine(ENDPOINT).models = "{\"data\":[{\"id\":\"other\"}]}";
    stage.start();
    apply(
        """
        engine: {type: OpenAICompatible, endpoint: {url: "%s", model: big, credentialsSecretRef: {name: keys, key: token}}}
        adapter: {mode: None}
        prompt: {inline: Be kind.}
        """
            .formatted(url));
    ready("False", "which is not there");
    secret("keys", "sk-1");
    ready("False", "is not among the models");
    stage.network.engine(ENDPOINT).models = "{\"data\":[{\"id\":\"big\"}]}";
    ready("True", "serves");

    assertThat(stage.network.engine(ENDPOINT).key).isEqualTo("Bearer sk-1");
    var plan = stage.plan("support").getSpec();
    assertThat(plan.pools()).extracting(Pool::type, Pool::url).hasSize(1);
    assertThat(plan.pools().getFirst().url()).isEqualTo(url);
    assertThat(plan.pools().getFirst().credentialsSecretRef().name()).isEqualTo("keys");
    assertThat(plan.routes().getFirst().servedModel()).isEqualTo("big");
    assertThat(stage.client.apps().deployments().inNamespace(stage.namespace).list().getItems())
        .isEmpty();
    assertThat(stage.client.services().inNamespace(stage.namespace).list().getItems()).isEmpty();
  }

  @Test
  void podsOfSomebodyElseAreFoundAndTheirAdaptersProven() {
    Pod pod = foreignPod("llm-1", "10.88.0.7");
    stage.start();
    apply(
        """
        model: {uri: pvc://models/base}
        engine: {type: Attached, attached: {selector: {app: llm}, port: 8080, servedModel: llama, adapterPath: /mnt/adapters}}
        artifacts: {claimName: artifacts}
        prompt: {inline: Be kind.}
        """);
    ready("True", "serves");

    Service service =
        stage.client.services().inNamespace(stage.namespace).withName("support-engine").require();
    assertThat(service.getSpec().getSelector()).containsEntry("app", "llm").hasSize(1);
    assertThat(stage.client.apps().deployments().inNamespace(stage.namespace).list().getItems())
        .isEmpty();
    assertThat(
            stage
                .client
                .resources(NetworkPolicy.class)
                .inNamespace(stage.namespace)
                .list()
                .getItems())
        .isEmpty();
    assertThat(stage.plan("support").getSpec().routes().getFirst().servedModel())
        .isEqualTo("llama");

    String release = repair();
    eventually()
        .untilAsserted(
            () ->
                assertThat(
                        Conditions.isTrue(
                            stage.get(Release.class, release).getStatus().conditions(), "Ready"))
                    .isTrue());
    assertThat(stage.network.engine("10.88.0.7").calls)
        .contains("load fix-1 /mnt/adapters/fix-1", "chat fix-1");
    assertThat(stage.client.resource(pod).get().getMetadata().getLabels()).containsOnlyKeys("app");
  }

  @Test
  void anAutoscalerSizesThePodsAndGoesWithTheField() {
    stage.start();
    apply(
        """
        model: {uri: pvc://models/base}
        autoscaling: {minReplicas: 2, maxReplicas: 4, metrics: [{type: Resource, name: cpu, averageUtilizationPercent: 80}]}
        """);
    eventually()
        .untilAsserted(
            () -> {
              assertThat(autoscaler().getSpec().getMaxReplicas()).isEqualTo(4);
              assertThat(stage.deployment("support").getSpec().getReplicas()).isEqualTo(2);
            });

    stage.client.resource(stage.deployment("support")).scale(3);
    apply(
        """
        model: {uri: pvc://models/base}
        autoscaling: {minReplicas: 2, maxReplicas: 5, metrics: [{type: Resource, name: cpu, averageUtilizationPercent: 80}]}
        """);
    eventually()
        .untilAsserted(() -> assertThat(autoscaler().getSpec().getMaxReplicas()).isEqualTo(5));
    assertThat(stage.deployment("support").getSpec().getReplicas())
        .as("what the autoscaler wrote stays")
        .isEqualTo(3);

    apply("model: {uri: pvc://models/base}\nreplicas: 1\n");
    eventually()
        .untilAsserted(
            () -> {
              assertThat(autoscalers()).isEmpty();
              assertThat(stage.deployment("support").getSpec().getReplicas()).isEqualTo(1);
            });
  }

  private List<HorizontalPodAutoscaler> autoscalers() {
    return stage
        .client
        .resources(HorizontalPodAutoscaler.class)
        .inNamespace(stage.namespace)
        .list()
        .getItems();
  }

  @Test
  void aPatchThatOpensThePodIsACondition() {
    stage.start();
    apply(
        """
        model: {uri: pvc://models/base}
        podTemplatePatch: {spec: {hostNetwork: true}}
        """);

    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.condition("support", "Progressing").getReason())
                  .isEqualTo("PodTemplatePatchRefused");
              assertThat(stage.condition("support", "Progressing").getMessage())
                  .contains("spec.podTemplatePatch.spec.hostNetwork");
            });
    assertThat(stage.client.apps().deployments().inNamespace(stage.namespace).list().getItems())
        .isEmpty();
  }

  private HorizontalPodAutoscaler autoscaler() {
    return stage
        .client
        .resources(HorizontalPodAutoscaler.class)
        .inNamespace(stage.namespace)
        .withName("support-engine")
        .require();
  }

  private String repair() {
    ReleaseTuple stable = stage.plan("support").getSpec().routes().getFirst().tuple();
    ReleaseTuple tuple = stable.withAdapter(new ReleaseTuple.Adapter("fix-1", null, null));
    ReleaseSpec spec = ServiceDecider.release("support", tuple);
    Release release = new Release();
    release.getMetadata().setName(ServiceDecider.releaseName("support", tuple));
    release.getMetadata().setNamespace(stage.namespace);
    release.setSpec(spec);
    return stage.client.resource(release).create().getMetadata().getName();
  }

  private Pod foreignPod(String name, String ip) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(stage.namespace)
            .addToLabels("app", "llm")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("kserve-container")
            .withImage("vllm:1")
            .endContainer()
            .endSpec()
            .build();
    Pod made = stage.client.resource(pod).create();
    return stage.client.resource(Pods.running(made, ip, name)).updateStatus();
  }
}
