package io.homeostat.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An operator and a chart of today over objects that version 0.1 left: a service whose repair was
 * promoted.
 */
class UpgradeApiIT {
  private static final String RECORDED = "/upgrade/before-0.2.yaml";

  private Stage stage;

  @BeforeEach
  void begin() {
    stage = new Stage().engineImage("engine:of-a-newer-chart");
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void anUpgradeOfOperatorAndChartMakesNoRelease() {
    load();
    Map<String, Object> releases = specs(Release.class);
    Map<String, Object> canaries = specs(CanaryRelease.class);
    TrafficPlanSpec plan = stage.plan("support").getSpec();
    assertThat(releases).hasSize(2);

    stage.start();
    stage.pods.engineReady("support", 1);
    stage.pods.enginePod("support", "engine-a", OneRepair.POD_IP, "first");
    Stage.eventually()
        .untilAsserted(
            () ->
                assertThat(stage.condition("support", "AwaitingGit").getStatus())
                    .as("the new operator has looked")
                    .isEqualTo("False"));

    Awaitility.await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> nothingIsNew(releases, canaries, plan));
    assertThat(stage.condition("support", "Progressing").getReason()).isEqualTo("Settled");
    assertThat(stage.condition("support", "RepairActive").getStatus()).isEqualTo("True");
    assertThat(image()).as("the pods go on with the image that serves").isEqualTo("engine:1");
  }

  private void nothingIsNew(
      Map<String, Object> releases, Map<String, Object> canaries, TrafficPlanSpec plan) {
    TrafficPlanSpec now = stage.plan("support").getSpec();
    assertThat(specs(Release.class)).isEqualTo(releases);
    assertThat(specs(CanaryRelease.class)).isEqualTo(canaries);
    assertThat(now.stable()).isEqualTo(plan.stable());
    assertThat(now.routes())
        .singleElement()
        .satisfies(route -> assertThat(route.tuple()).isEqualTo(plan.routes().getFirst().tuple()));
    assertThat(now.acceptedSpecFingerprint()).isEqualTo(plan.acceptedSpecFingerprint());
    assertThat(now.rejected()).isEqualTo(plan.rejected());
  }

  private String image() {
    return stage
        .deployment("support")
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }

  private <R extends CustomResource<?, ?>> Map<String, Object> specs(Class<R> kind) {
    return stage.all(kind).stream()
        .collect(Collectors.toMap(object -> object.getMetadata().getName(), R::getSpec));
  }

  /** Creates the recorded objects with their status; the ModelService owns what it owned. */
  private void load() {
    List<HasMetadata> objects =
        stage.client.load(UpgradeApiIT.class.getResourceAsStream(RECORDED)).items();
    List<HasMetadata> ordered = new ArrayList<>(objects);
    ordered.sort((one, other) -> Boolean.compare(isService(other), isService(one)));
    String owner = null;
    for (HasMetadata object : ordered) {
      HasMetadata made = create(object, owner);
      if (isService(made)) {
        owner = made.getMetadata().getUid();
      }
    }
    assertThat(stage.all(TrafficPlan.class)).hasSize(1);
  }

  private HasMetadata create(HasMetadata object, String owner) {
    HasMetadata status = Serialization.clone(object);
    object.getMetadata().setNamespace(stage.namespace);
    object.getMetadata().setUid(null);
    object.getMetadata().setResourceVersion(null);
    object.getMetadata().setCreationTimestamp(null);
    List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
    if (owners != null) {
      owners.forEach(reference -> reference.setUid(owner));
    }
    HasMetadata made = stage.client.resource(object).create();
    status.setMetadata(made.getMetadata());
    return stage.client.resource(status).updateStatus();
  }

  private static boolean isService(HasMetadata object) {
    return object instanceof ModelService || "ModelService".equals(object.getKind());
  }
}
