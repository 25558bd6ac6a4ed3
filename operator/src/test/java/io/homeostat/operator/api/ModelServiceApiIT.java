package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import org.junit.jupiter.api.Test;

/**
 * ModelService, TrafficPlan and CanaryRelease on a real API server, with pods and verdicts put
 * there by the test.
 */
class ModelServiceApiIT extends OneModelService {
  @Test
  void aModelServiceBecomesHardenedPodsAndItsFirstReleaseServes() {
    String stable = serving();

    assertHardened();
    assertReachedOnlyInside();
    assertSparedByDrains();
    assertThat(stable).startsWith("support-");
    assertServes(stable);
  }

  private void assertHardened() {
    var pod = stage.deployment("support").getSpec().getTemplate().getSpec();
    var engine = pod.getContainers().getFirst();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(engine.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(engine.getArgs())
        .contains("--model=/models/base", "--enable-lora", "--max-model-len=256");
  }

  private void assertSparedByDrains() {
    assertThat(
            stage
                .client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(stage.namespace)
                .withName("support-engine")
                .get())
        .isNotNull();
  }

  private void assertReachedOnlyInside() {
    assertThat(
            stage
                .client
                .services()
                .inNamespace(stage.namespace)
                .withName("support-engine")
                .get()
                .getSpec()
                .getClusterIP())
        .isEqualTo("None");
    assertThat(
            stage
                .client
                .secrets()
                .inNamespace(stage.namespace)
                .withName("support-engine-key")
                .get()
                .getData())
        .containsKey("key");
    assertThat(
            stage
                .client
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(stage.namespace)
                .withName("support-engine")
                .get())
        .isNotNull();
  }

  private void assertServes(String stable) {
    eventually()
        .untilAsserted(
            () -> {
              TrafficPlan plan = stage.plan("support");
              assertThat(Conditions.isTrue(plan.getStatus().conditions(), "TrafficApplied"))
                  .isTrue();
              assertThat(plan.getStatus().gateways()).isEqualTo(1);
              ModelService service = stage.get(ModelService.class, "support");
              assertThat(service.getStatus().stable()).isEqualTo(stable);
              assertThat(service.getStatus().readyReplicas()).isEqualTo(1);
              assertThat(stage.condition("support", "Progressing").getReason())
                  .isEqualTo("Settled");
              assertThat(
                      Conditions.isTrue(
                          stage.get(Release.class, stable).getStatus().conditions(), "Ready"))
                  .isTrue();
            });
  }

  @Test
  void aChangedPromptMovesByStepsAndIsPromotedAndBaked() {
    String old = serving();
    String canary = canaryOf("better prompt");
    eventually().untilAsserted(() -> assertThat(weight()).isEqualTo(100));

    stage.verdict(canary, "Continue", "Testing", 60);
    eventually().untilAsserted(() -> assertThat(weight()).isEqualTo(500));
    stage.verdict(canary, "Promote", "AllGatesPassed", 400);
    state(canary, "Baking");
    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.plan("support").getSpec().stable()).isEqualTo(canary);
              assertThat(stage.plan("support").getSpec().routes())
                  .extracting(Route::role, Route::release, Route::weightPermille)
                  .containsExactly(
                      org.assertj.core.groups.Tuple.tuple("Stable", canary, 950),
                      org.assertj.core.groups.Tuple.tuple("Holdback", old, 50));
            });
    state(canary, "Promoted");
    eventually()
        .untilAsserted(() -> assertThat(stage.plan("support").getSpec().routes()).hasSize(1));
    CanaryRelease done = stage.get(CanaryRelease.class, canary);
    assertThat(Conditions.isTrue(done.getStatus().conditions(), "Succeeded")).isTrue();
    assertThat(done.getStatus().difference()).isEqualTo("quality -0.120 [-0.190, -0.050]");
    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.eventReasons(canary))
                  .contains("Started", "StepCompleted", "AllGatesPassed", "BakeCompleted");
              assertThat(stage.eventReasons("support"))
                  .contains("ReleaseMade", "CanaryMade", "CandidateChanged", "StableChanged");
            });
  }

  @Test
  void aBreachRollsBackSaysWhatGitShouldSayAndIsRetriedOnlyByOrder() {
    String old = serving();
    String canary = canaryOf("bad prompt");
    stage.verdict(canary, "RollBack", "Breach", 60);
    state(canary, "RolledBack");
    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.condition("support", "RolledBack").getStatus()).isEqualTo("True");
              assertThat(stage.condition("support", "RolledBack").getMessage())
                  .contains("quality fell by 0.120")
                  .contains("prompt:")
                  .contains("inline: good prompt");
              assertThat(stage.plan("support").getSpec().stable()).isEqualTo(old);
              assertThat(stage.plan("support").getSpec().routes()).hasSize(1);
            });
    stage.apply("support", "bad prompt", 2);
    eventually()
        .untilAsserted(
            () -> assertThat(stage.deployment("support").getSpec().getReplicas()).isEqualTo(2));
    assertThat(stage.all(CanaryRelease.class)).hasSize(1);

    stage.order("again", "ModelService", "support", "Retry", null);
    eventually().untilAsserted(() -> assertThat(stage.all(CanaryRelease.class)).hasSize(2));
    eventually()
        .untilAsserted(
            () ->
                assertThat(
                        Conditions.isTrue(
                            stage.get(Intervention.class, "again").getStatus().conditions(),
                            "Succeeded"))
                    .isTrue());
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.condition("support", "RolledBack").getStatus())
                    .isEqualTo("False"));
  }

  @Test
  void aNewChangeSupersedesTheRunningCanaryAndStartsOnlyWhenGatewaysFollowed() {
    serving();
    String second = canaryOf("second prompt");
    eventually().untilAsserted(() -> assertThat(weight()).isEqualTo(100));
    stage.network.gatewaysFrozen = true;
    stage.apply("support", "third prompt");

    state(second, "Superseded");
    eventually().untilAsserted(() -> assertThat(weight()).isZero());
    eventually()
        .untilAsserted(
            () ->
                assertThat(
                        Conditions.isFalse(
                            stage.plan("support").getStatus().conditions(), "TrafficApplied"))
                    .isTrue());
    assertThat(newest().getStatus().state()).isEqualTo("Waiting");

    stage.network.gatewaysFrozen = false;
    eventually()
        .untilAsserted(() -> assertThat(newest().getStatus().state()).isEqualTo("Progressing"));
    assertThat(stage.all(CanaryRelease.class)).hasSize(2);
  }

  @Test
  void anotherOperatorContinuesTheSameCanary() {
    serving();
    String canary = canaryOf("better prompt");
    stage.verdict(canary, "Continue", "Testing", 60);
    eventually().untilAsserted(() -> assertThat(weight()).isEqualTo(500));
    String startedAt = stage.get(CanaryRelease.class, canary).getStatus().startedAt();

    stage.stop();
    stage.verdict(canary, "Promote", "AllGatesPassed", 400);
    stage.start();

    state(canary, "Promoted");
    assertThat(stage.all(CanaryRelease.class)).hasSize(1);
    assertThat(stage.all(Release.class)).hasSize(2);
    assertThat(stage.get(CanaryRelease.class, canary).getStatus().startedAt()).isEqualTo(startedAt);
    assertThat(stage.plan("support").getSpec().stable()).isEqualTo(canary);
  }
}
