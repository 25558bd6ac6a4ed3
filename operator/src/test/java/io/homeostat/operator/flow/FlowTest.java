package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.change;
import static io.homeostat.operator.flow.Turns.endBake;
import static io.homeostat.operator.flow.Turns.finishTests;
import static io.homeostat.operator.flow.Turns.refuse;
import static io.homeostat.operator.flow.Turns.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import org.junit.jupiter.api.Test;

/** What ModelService and CanaryRelease do together when a spec changes. */
class FlowTest {
  @Test
  void theFirstReleaseServesAsSoonAsAnEnginePodIsReady() {
    World world = new World();
    world.pods.room("engine", 0);
    world.settle();
    assertThat(world.plan).isNull();
    assertThat(world.releases).hasSize(1);

    world.pods.room("engine", 1);
    world.settle();
    assertThat(world.plan.stable()).isEqualTo(world.release("good prompt", null));
    assertThat(world.plan.routes())
        .singleElement()
        .extracting(TrafficPlanSpec.Route::weightPermille)
        .isEqualTo(1000);
    assertThat(world.canaries).isEmpty();
  }

  @Test
  void aSpecThatChangesBeforeTheFirstReleaseServesNeedsNoCanary() {
    World world = new World();
    world.pods.room("engine", 0);
    world.settle();
    world.spec = Turns.spec("better prompt", "Managed", false, null);
    world.pods.room("engine", 1);
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(world.release("better prompt", null));
    assertThat(world.canaries).isEmpty();
  }

  @Test
  void aReplicaEditMakesNoRelease() {
    World world = serving();
    TrafficPlanSpec plan = world.plan;
    world.spec = Turns.scaled(world.spec, 3);
    world.settle();

    assertThat(world.pods.ready("engine")).isEqualTo(3);
    assertThat(world.plan).isEqualTo(plan);
    assertThat(world.releases).hasSize(1);
    assertThat(world.canaries).isEmpty();
  }

  @Test
  void aChangedPromptGoesThroughItsStepsToStable() {
    World world = serving();
    String old = world.plan.stable();
    change(world, "better prompt");
    String candidate = world.release("better prompt", null);
    assertThat(world.weight()).isEqualTo(100);
    assertThat(world.plan.salt()).isEqualTo(world.find(candidate).orElseThrow().uid());

    world.units = 60;
    world.settle();
    assertThat(world.weight()).isEqualTo(500);

    world.units = 400;
    world.verdict = "Promote";
    world.settle();
    assertThat(world.state(candidate)).isEqualTo(CanaryState.Baking);
    assertThat(world.plan.stable()).isEqualTo(candidate);
    assertThat(Routes.of(world.plan, Routes.HOLDBACK).orElseThrow().release()).isEqualTo(old);
    assertThat(Routes.of(world.plan, Routes.HOLDBACK).orElseThrow().weightPermille()).isEqualTo(50);

    endBake(world);
    assertThat(world.state(candidate)).isEqualTo(CanaryState.Promoted);
    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.plan.salt()).isNull();
  }

  @Test
  void aBreachBringsStableBackAndIsNotTriedAgain() {
    World world = serving();
    String old = world.plan.stable();
    refuse(world, "bad prompt");

    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.plan.rejected())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.release()).isEqualTo(world.release("bad prompt", null));
              assertThat(rejected.reason()).contains("Breach").contains("evidence");
            });
    assertThat(world.canaries).hasSize(1);
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.NotReleased);
  }

  @Test
  void aDeletedCanaryOfARefusedReleaseIsNotMadeAgain() {
    World world = serving();
    refuse(world, "bad prompt");
    world.delete(world.canaries.getFirst().name());
    world.settle();

    assertThat(world.canaries).isEmpty();
    assertThat(world.plan.rejected()).hasSize(1);
  }

  @Test
  void aBreachDuringTheBakeBringsTheOldStableBack() {
    World world = serving();
    String old = world.plan.stable();
    change(world, "better prompt");
    finishTests(world);
    world.verdict = "RollBack";
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.plan.rejected()).hasSize(1);
    assertThat(world.plan.routes()).hasSize(1);
  }

  @Test
  void goingBackToTheServedSpecForgivesNothingAndNeedsNoCanary() {
    World world = serving();
    refuse(world, "bad prompt");
    change(world, "good prompt");

    assertThat(world.canaries).hasSize(1);
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.Settled);
  }

  @Test
  void aRefusedSpecIsTriedAgainAfterTheSpecHasChangedInBetween() {
    World world = serving();
    refuse(world, "bad prompt");
    change(world, "good prompt");
    world.verdict = "Continue";
    change(world, "bad prompt");

    assertThat(world.canaries).hasSize(2);
    assertThat(world.canaries.get(1).state()).isEqualTo(CanaryState.Progressing);
    assertThat(world.plan.rejected()).isEmpty();
  }

  @Test
  void aNewChangeSupersedesAnUnpromotedCanaryOnlyAfterTheGatewaysFollowed() {
    World world = serving();
    change(world, "second prompt");
    String second = world.release("second prompt", null);
    assertThat(world.weight()).isEqualTo(100);

    world.applied = false;
    change(world, "third prompt");
    String third = world.release("third prompt", null);
    assertThat(world.state(second)).isEqualTo(CanaryState.Superseded);
    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.state(third)).isEqualTo(CanaryState.Waiting);

    world.applied = true;
    world.settle();
    assertThat(world.state(third)).isEqualTo(CanaryState.Progressing);
    assertThat(world.weight()).isEqualTo(100);
    assertThat(world.plan.rejected()).isEmpty();
  }

  @Test
  void goingBackToStableSupersedesTheRunningCanary() {
    World world = serving();
    change(world, "second prompt");
    change(world, "good prompt");

    assertThat(world.canaries).hasSize(1);
    assertThat(world.canaries.getFirst().state()).isEqualTo(CanaryState.Superseded);
    assertThat(world.plan.routes()).hasSize(1);
  }

  @Test
  void aChangeDuringTheBakeEndsItAndKeepsThePromotedRelease() {
    World world = serving();
    change(world, "second prompt");
    finishTests(world);
    String second = world.release("second prompt", null);
    world.verdict = "Continue";
    change(world, "third prompt");

    assertThat(world.state(second)).isEqualTo(CanaryState.Promoted);
    assertThat(world.plan.stable()).isEqualTo(second);
    assertThat(world.state(world.release("third prompt", null)).testing()).isTrue();
  }
}
