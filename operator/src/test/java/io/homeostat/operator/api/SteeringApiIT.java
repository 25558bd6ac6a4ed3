package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.ResourceRef;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Splits by hand and dry runs, on a real API server with its rules. */
class SteeringApiIT extends OneRepair {
  @Test
  void aSplitByHandIsObeyedShownAndReconciledAwayWhenItIsDeleted() {
    String release = repair.release();
    Intervention order = split(release, 300);
    repair.outcome("split", "True", "CarriedOut");
    assertThat(routes()).containsExactly("Stable 700", "Candidate 300");
    eventually()
        .untilAsserted(
            () -> {
              var progressing = stage.condition("support", "Progressing");
              assertThat(progressing.getReason()).isEqualTo("TrafficSetByIntervention");
              assertThat(progressing.getMessage()).contains("300 permille", release, "(alice)");
            });

    stage.client.resource(order).delete();
    eventually().untilAsserted(() -> assertThat(routes()).containsExactly("Stable 1000"));
  }

  @Test
  void aDryRunGetsRequestsInShadowAndEndsWithItsVerdict() {
    CanaryRelease canary = new CanaryRelease();
    canary.setMetadata(
        new ObjectMetaBuilder().withName("dry").withNamespace(stage.namespace).build());
    canary.setSpec(
        new CanaryReleaseSpec(
            new Ref("support"), new Ref(repair.release()), shadowPlan(), null, true, null));
    stage.client.resource(canary).create();
    repair.state("dry", "Progressing");
    eventually()
        .untilAsserted(() -> assertThat(routes()).containsExactly("Stable 1000", "Shadow 0"));
    assertThat(stage.plan("support").getSpec().routes().get(1).shadowPermille()).isEqualTo(300);

    stage.order("promote", "CanaryRelease", "dry", "Promote", null);
    repair.outcome("promote", "False", "NotApplicable");
    stage.verdict("dry", "RollBack", "Breach", 0);
    repair.state("dry", "Completed");
    assertThat(
            Conditions.find(
                    stage.get(CanaryRelease.class, "dry").getStatus().conditions(), "Succeeded")
                .orElseThrow()
                .getReason())
        .isEqualTo("DryRunFailed");
    eventually().untilAsserted(() -> assertThat(routes()).containsExactly("Stable 1000"));
    assertThat(stage.plan("support").getSpec().rejected()).isEmpty();
  }

  private List<String> routes() {
    return stage.plan("support").getSpec().routes().stream().map(SteeringApiIT::words).toList();
  }

  private static String words(TrafficPlanSpec.Route route) {
    return route.role() + " " + route.weightPermille();
  }

  private Intervention split(String release, int weight) {
    Intervention order = new Intervention();
    order.setMetadata(
        new ObjectMetaBuilder().withName("split").withNamespace(stage.namespace).build());
    order.setSpec(
        new InterventionSpec(
            new ResourceRef("ModelService", "support"),
            "SetTraffic",
            new InterventionSpec.Parameters(release, weight),
            "while we look",
            Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS).toString(),
            "alice"));
    return stage.client.resource(order).create();
  }

  private static CanaryPlan shadowPlan() {
    return new CanaryPlan(
        Stage.PLAN.steps(),
        null,
        "0.05",
        200,
        3,
        50,
        3_600,
        300,
        new CanaryPlan.Shadow(300, 150),
        null,
        null,
        null,
        null,
        null);
  }
}
