package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.operator.rig.ToldEvents;
import io.homeostat.operator.rollouts.decide.GateVerdict;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two operator processes; the one that leads is killed in the middle of a canary. */
class HandOverApiIT {
  private final ToldEvents events = new ToldEvents();
  private final List<String> splits = new CopyOnWriteArrayList<>();

  @Test
  void theStandbyFinishesTheCanaryOfALeaderThatWasKilledAndDoublesNothing() {
    try (Stage stage = new Stage();
        Contender first = new Contender(stage, "operator-0", events).start()) {
      eventually().untilAsserted(() -> assertThat(leader(stage)).isEqualTo("operator-0"));
      recordSplits(stage);
      try (Contender second = new Contender(stage, "operator-1", events).start()) {
        String canary = canaryAtItsFirstStep(stage);
        eventually()
            .untilAsserted(
                () ->
                    assertThat(second.verdict(canary))
                        .as("a standby answers as the leader does")
                        .isEqualTo(first.verdict(canary))
                        .extracting(GateVerdict::reason)
                        .isNotEqualTo("CanaryReleaseNotFound"));
        assertThat(leader(stage)).isEqualTo("operator-0");

        first.kill();
        stage.verdict(canary, "Continue", "Testing", 60);
        eventually().untilAsserted(() -> assertThat(leader(stage)).isEqualTo("operator-1"));

        eventually().untilAsserted(() -> assertThat(splits.getLast()).contains("Candidate 500"));
        stage.verdict(canary, "Promote", "AllGatesPassed", 400);
        eventually()
            .untilAsserted(
                () ->
                    assertThat(stage.get(CanaryRelease.class, canary).getStatus().state())
                        .isEqualTo("Promoted"));
        assertThat(second.lost()).isFalse();
        nothingIsDoubled(stage, canary);
      }
    }
  }

  private static String canaryAtItsFirstStep(Stage stage) {
    stage.apply("support", "good prompt");
    stage.pods.engineReady("support", 1);
    eventually()
        .untilAsserted(
            () -> assertThat(stage.condition("support", "Ready").getStatus()).isEqualTo("True"));
    stage.apply("support", "better prompt");
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.all(CanaryRelease.class))
                    .singleElement()
                    .matches(canary -> "Progressing".equals(canary.getStatus().state())));
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.plan("support").getSpec().routes())
                    .extracting(Route::weightPermille)
                    .containsExactly(900, 100));
    return stage.all(CanaryRelease.class).getFirst().getMetadata().getName();
  }

  private void nothingIsDoubled(Stage stage, String canary) {
    assertThat(stage.all(CanaryRelease.class)).hasSize(1);
    assertThat(stage.all(Release.class)).hasSize(2);
    assertThat(stage.plan("support").getSpec().stable())
        .isEqualTo(stage.get(CanaryRelease.class, canary).getSpec().candidateRef().name());
    assertThat(written("CanaryRelease"))
        .containsOnlyOnce("Started", "StepCompleted", "AllGatesPassed", "BakeCompleted");
    assertThat(written("ModelService")).containsOnlyOnce("CanaryMade");
    eventually().untilAsserted(() -> assertThat(splits.getLast()).isEqualTo("Stable 1000"));
    assertThat(splits)
        .as("sessions move forward only")
        .containsExactly(
            "Stable 1000",
            "Stable 1000, Candidate 0",
            "Stable 900, Candidate 100",
            "Stable 500, Candidate 500",
            "Stable 950, Holdback 50",
            "Stable 1000");
  }

  /** Reasons of the Events of a kind: what is told again in the same words is one Event. */
  private Stream<String> written(String kind) {
    return events.all().stream()
        .filter(told -> told.kind().equals(kind))
        .distinct()
        .map(ToldEvents.Told::reason);
  }

  /** Every split that gateways are told, in order. */
  private void recordSplits(Stage stage) {
    stage
        .client
        .resources(TrafficPlan.class)
        .inNamespace(stage.namespace)
        .inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(TrafficPlan plan) {
                record(plan);
              }

              @Override
              public void onUpdate(TrafficPlan before, TrafficPlan plan) {
                record(plan);
              }

              @Override
              public void onDelete(TrafficPlan plan, boolean finalStateUnknown) {
                splits.add("deleted");
              }
            });
  }

  private void record(TrafficPlan plan) {
    String split =
        plan.getSpec().routes().stream()
            .map(route -> route.role() + " " + route.weightPermille())
            .collect(Collectors.joining(", "));
    if (splits.isEmpty() || !splits.getLast().equals(split)) {
      splits.add(split);
    }
  }

  private static String leader(Stage stage) {
    return stage
        .client
        .leases()
        .inNamespace(stage.namespace)
        .list()
        .getItems()
        .getFirst()
        .getSpec()
        .getHolderIdentity();
  }
}
