package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.modelservice.decide.ServiceDecider;

/** A repair as a HealingRun would make it: a Release with an adapter, and its canary. */
final class Repair {
  static final String ADAPTER = "fix-0123456789ab";

  private final Stage stage;

  Repair(Stage stage) {
    this.stage = stage;
  }

  String release() {
    return release(ADAPTER);
  }

  String release(String adapter) {
    ReleaseTuple stable = stage.plan("support").getSpec().routes().getFirst().tuple();
    ReleaseTuple tuple =
        stable.withAdapter(
            new ReleaseTuple.Adapter(
                adapter, "pvc://artifacts/adapters/" + adapter, "a".repeat(64)));
    Release release = new Release();
    String name = ServiceDecider.releaseName("support", tuple);
    release.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace(stage.namespace).build());
    release.setSpec(ServiceDecider.release("support", tuple));
    stage.client.resource(release).create();
    return name;
  }

  void canary(String name, String release) {
    CanaryRelease canary = new CanaryRelease();
    canary.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace(stage.namespace).build());
    canary.setSpec(new CanaryReleaseSpec(new Ref("support"), new Ref(release), Stage.PLAN));
    stage.client.resource(canary).create();
  }

  void state(String canary, String state) {
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.get(CanaryRelease.class, canary).getStatus().state())
                    .isEqualTo(state));
  }

  /** The canary passes its steps and ends as promoted. */
  void passes(String canary) {
    state(canary, "Progressing");
    stage.verdict(canary, "Continue", "Testing", 60);
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.get(CanaryRelease.class, canary).getStatus().step()).isEqualTo(1));
    stage.verdict(canary, "Promote", "AllGatesPassed", 400);
    state(canary, "Promoted");
  }

  void outcome(String order, String status, String reason) {
    eventually()
        .untilAsserted(
            () -> {
              var condition =
                  Conditions.find(
                          stage.get(Intervention.class, order).getStatus().conditions(),
                          "Succeeded")
                      .orElseThrow();
              assertThat(condition.getStatus()).isEqualTo(status);
              assertThat(condition.getReason()).isEqualTo(reason);
            });
  }

  void proven(String release, int pods) {
    eventually()
        .untilAsserted(
            () -> {
              Release found = stage.get(Release.class, release);
              assertThat(
                      Conditions.find(found.getStatus().conditions(), "Ready")
                          .orElseThrow()
                          .getReason())
                  .isEqualTo("AdapterProven");
              assertThat(found.getStatus().pods()).hasSize(pods).allMatch(proof -> proof.proven());
            });
  }
}
