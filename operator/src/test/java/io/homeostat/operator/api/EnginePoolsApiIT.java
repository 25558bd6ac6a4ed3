package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Pool;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Releases with engine pods of their own, on a real API server. */
class EnginePoolsApiIT extends OneModelService {
  @Test
  void anotherImageIsPromotedOntoPodsOfItsOwnAndTheOldOnesGo() {
    serving();
    assertThat(stage.plan("support").getSpec().pools())
        .containsExactly(new Pool("engine", "Pods", null, null));
    String pool = changedImage();
    assertThat(stage.plan("support").getSpec().routes()).hasSize(1);

    stage.pods.enginePod("support", pool, "second-a", "10.98.0.7", "second");
    stage.pods.engineReady("support", pool, 1);
    eventually().untilAsserted(() -> assertThat(weight()).isEqualTo(100));
    assertThat(stage.plan("support").getSpec().routes())
        .extracting(Route::pool)
        .containsExactly("engine", pool);

    String canary = newest().getMetadata().getName();
    stage.verdict(canary, "Continue", "Testing", 60);
    eventually().untilAsserted(() -> assertThat(weight()).isEqualTo(500));
    stage.verdict(canary, "Promote", "AllGatesPassed", 400);
    state(canary, "Promoted");
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.plan("support").getSpec().routes())
                    .extracting(Route::pool)
                    .containsExactly(pool));
    assertGone("support-engine");
    assertThat(stage.deployment("support", pool).getSpec().getReplicas()).isEqualTo(1);
    assertThat(pods(pool)).containsExactly("second-a");
  }

  private String changedImage() {
    stage.apply("support", "good prompt", 1, "engine:2");
    eventually().untilAsserted(() -> assertThat(deployments()).hasSize(2));
    Deployment second =
        deployments().stream()
            .filter(found -> !found.getMetadata().getName().equals("support-engine"))
            .findFirst()
            .orElseThrow();
    String pool = second.getMetadata().getLabels().get("homeostat.io/pool");
    assertThat(second.getMetadata().getName()).isEqualTo("support-" + pool);
    assertThat(second.getSpec().getReplicas()).isEqualTo(1);
    assertThat(second.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .isEqualTo("engine:2");
    assertThat(
            stage
                .client
                .services()
                .inNamespace(stage.namespace)
                .withName("support-" + pool)
                .require()
                .getMetadata()
                .getLabels())
        .containsEntry("homeostat.io/model-service", "support")
        .containsEntry("homeostat.io/pool", pool);
    return pool;
  }

  private List<String> pods(String pool) {
    return stage
        .client
        .pods()
        .inNamespace(stage.namespace)
        .withLabel("homeostat.io/pool", pool)
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  private void assertGone(String name) {
    var client = stage.client;
    eventually()
        .untilAsserted(
            () -> {
              assertThat(
                      client.apps().deployments().inNamespace(stage.namespace).withName(name).get())
                  .isNull();
              assertThat(client.services().inNamespace(stage.namespace).withName(name).get())
                  .isNull();
              assertThat(
                      client
                          .policy()
                          .v1()
                          .podDisruptionBudget()
                          .inNamespace(stage.namespace)
                          .withName(name)
                          .get())
                  .isNull();
              assertThat(
                      client
                          .network()
                          .v1()
                          .networkPolicies()
                          .inNamespace(stage.namespace)
                          .withName(name)
                          .get())
                  .isNull();
            });
  }

  @Test
  void podsForWhichThereIsNoPlaceAreAConditionAndStableServesOn() {
    String stable = serving();
    String pool = changedImage();
    stage.pods.unschedulable("support", pool, "second-a", "0/3 nodes: 3 Insufficient nvidia/gpu");
    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.condition("support", "Progressing").getReason())
                  .isEqualTo("CandidatePoolUnschedulable");
              assertThat(stage.condition("support", "Progressing").getMessage())
                  .contains("support-" + pool)
                  .contains("second-a")
                  .contains("Insufficient nvidia/gpu");
            });
    assertThat(stage.condition("support", "Ready").getStatus()).isEqualTo("True");
    assertThat(stage.plan("support").getSpec().stable()).isEqualTo(stable);
    assertThat(stage.plan("support").getSpec().routes()).hasSize(1);
    assertThat(stage.deployment("support").getSpec().getReplicas()).isEqualTo(1);

    stage.apply("support", "good prompt", 1, "engine:1");
    assertGoneWithItsLastPod(pool);
    assertThat(newest().getStatus().state()).isEqualTo("Superseded");
  }

  private void assertGoneWithItsLastPod(String pool) {
    eventually()
        .untilAsserted(
            () -> assertThat(stage.deployment("support", pool).getSpec().getReplicas()).isZero());
    stage.pods.delete("second-a");
    assertGone("support-" + pool);
  }

  @Test
  void whatAnEarlierVersionMadeIsTakenOverWithoutARestart() {
    serving();
    stage.stop();
    asAnEarlierVersionWroteIt();
    var template = stage.deployment("support").getSpec().getTemplate();
    String uid = stage.deployment("support").getMetadata().getUid();
    Long revision = stage.plan("support").getSpec().revision();
    stage.start();

    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.deployment("support").getMetadata().getLabels())
                    .containsEntry("homeostat.io/pool", "engine"));
    assertThat(stage.deployment("support").getSpec().getTemplate()).isEqualTo(template);
    assertThat(stage.deployment("support").getMetadata().getUid()).isEqualTo(uid);
    assertThat(deployments()).hasSize(1);
    assertThat(stage.all(Release.class)).hasSize(1);
    assertThat(stage.all(CanaryRelease.class)).isEmpty();
    assertThat(stage.plan("support").getSpec().revision()).isEqualTo(revision);
  }

  /** No pool in the plan, no gate in the pods, and no label that tells pools apart. */
  private void asAnEarlierVersionWroteIt() {
    stage
        .client
        .resource(
            new DeploymentBuilder(stage.deployment("support"))
                .editMetadata()
                .removeFromLabels("homeostat.io/pool")
                .removeFromAnnotations("homeostat.io/pool-digest")
                .withManagedFields()
                .endMetadata()
                .editSpec()
                .editTemplate()
                .editSpec()
                .withReadinessGates()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .update();
    stage.pods.engineReady("support", 1);
    TrafficPlan plan = stage.plan("support");
    TrafficPlanSpec p = plan.getSpec();
    Route route = p.routes().getFirst();
    plan.setSpec(
        new TrafficPlanSpec(
            p.modelServiceRef(),
            p.revision(),
            p.stable(),
            p.salt(),
            List.of(
                new Route(
                    route.release(),
                    route.role(),
                    route.weightPermille(),
                    route.servedModel(),
                    route.tuple())),
            p.rejected(),
            p.acceptedSpecFingerprint()));
    stage.client.resource(plan).update();
  }

  @Test
  void zeroReplicasAreAConditionAndComeBackWithoutARelease() {
    serving();
    stage.apply("support", "good prompt", 0);
    eventually()
        .untilAsserted(
            () -> assertThat(stage.deployment("support").getSpec().getReplicas()).isZero());
    stage.pods.engineReady("support", 0);
    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.condition("support", "Ready").getReason()).isEqualTo("ScaledToZero");
              assertThat(stage.condition("support", "Ready").getMessage()).contains("503");
            });

    stage.apply("support", "good prompt", 1);
    stage.pods.engineReady("support", 1);
    eventually()
        .untilAsserted(
            () -> assertThat(stage.condition("support", "Ready").getStatus()).isEqualTo("True"));
    assertThat(stage.all(Release.class)).hasSize(1);
    assertThat(stage.all(CanaryRelease.class)).isEmpty();
  }

  private List<Deployment> deployments() {
    return stage.client.apps().deployments().inNamespace(stage.namespace).list().getItems();
  }
}
