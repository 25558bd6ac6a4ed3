package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.modelservice.Prompt;
import io.homeostat.crds.release.Release;
import org.junit.jupiter.api.Test;

/** What a ModelService does about missing, deleted and conflicting things, on a real API server. */
class ModelServiceBordersApiIT extends OneModelService {
  @Test
  void aReplicaEditScalesTheDeploymentAndMakesNoRelease() {
    serving();
    stage.apply("support", "good prompt", 3);

    eventually()
        .untilAsserted(
            () -> assertThat(stage.deployment("support").getSpec().getReplicas()).isEqualTo(3));
    assertThat(stage.all(Release.class)).hasSize(1);
    assertThat(stage.all(CanaryRelease.class)).isEmpty();
    assertThat(stage.plan("support").getSpec().revision()).isEqualTo(1);
  }

  @Test
  void aDeletedReleaseInTrafficIsMadeAgain() {
    String stable = serving();
    var spec = stage.get(Release.class, stable).getSpec();
    stage.client.resource(stage.get(Release.class, stable)).delete();

    eventually()
        .untilAsserted(
            () -> assertThat(stage.get(Release.class, stable).getSpec()).isEqualTo(spec));
  }

  @Test
  void aDeletedCanaryFreesItsSlot() {
    serving();
    String canary = canaryOf("second prompt");
    eventually().untilAsserted(() -> assertThat(weight()).isEqualTo(100));
    stage.client.resource(stage.get(CanaryRelease.class, canary)).delete();

    eventually()
        .untilAsserted(() -> assertThat(stage.plan("support").getSpec().routes()).hasSize(1));
    assertThat(stage.plan("support").getSpec().rejected()).hasSize(1);
  }

  @Test
  void thePromptMayComeFromAConfigMapAndItsAbsenceIsACondition() {
    stage.start();
    ModelService service = stage.apply("support", "unused");
    edit(service, service.getSpec().modelName(), new Prompt(null, new KeyRef("prompts", "system")));
    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.condition("support", "Progressing").getReason())
                  .isEqualTo("PromptNotFound");
              assertThat(stage.condition("support", "Progressing").getMessage())
                  .contains("ConfigMap 'prompts'");
            });
    stage
        .client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("prompts")
                .withNamespace(stage.namespace)
                .endMetadata()
                .addToData("system", "from a ConfigMap")
                .build())
        .create();
    stage.pods.engineReady("support", 1);
    eventually()
        .untilAsserted(
            () ->
                assertThat(
                        stage.plan("support").getSpec().routes().getFirst().tuple().prompt().text())
                    .isEqualTo("from a ConfigMap"));
  }

  @Test
  void theYoungerOfTwoServicesWithOneModelNameSaysSo() {
    stage.start();
    stage.apply("support", "one");
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.condition("support", "NameConflict").getStatus())
                    .isEqualTo("False"));
    ModelService second = stage.apply("younger", "two");
    edit(second, "support", second.getSpec().prompt());

    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.condition("younger", "NameConflict").getStatus()).isEqualTo("True");
              assertThat(stage.condition("younger", "NameConflict").getMessage())
                  .contains(stage.namespace + "/support");
              assertThat(stage.condition("support", "NameConflict").getStatus()).isEqualTo("False");
            });
  }

  /** Writes another model name and prompt over what was applied. */
  private void edit(ModelService service, String modelName, Prompt prompt) {
    ModelServiceSpec spec = service.getSpec();
    service.setSpec(
        new ModelServiceSpec(
            modelName,
            spec.model(),
            spec.engine(),
            spec.replicas(),
            spec.artifacts(),
            spec.adapter(),
            prompt,
            spec.decoding(),
            spec.capture(),
            spec.release(),
            spec.suspend()));
    service.getMetadata().setManagedFields(null);
    service.getMetadata().setResourceVersion(null);
    stage.client.resource(service).update();
  }
}
