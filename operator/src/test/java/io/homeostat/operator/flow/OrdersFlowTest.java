package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.addRepair;
import static io.homeostat.operator.flow.Turns.bakeRepair;
import static io.homeostat.operator.flow.Turns.change;
import static io.homeostat.operator.flow.Turns.promoteRepair;
import static io.homeostat.operator.flow.Turns.refuse;
import static io.homeostat.operator.flow.Turns.rollBack;
import static io.homeostat.operator.flow.Turns.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.intervention.decide.InterventionReason;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import org.junit.jupiter.api.Test;

/** What becomes of orders, deletions and holds in the middle of releases. */
class OrdersFlowTest {
  @Test
  void retryTriesARefusedReleaseExactlyOnce() {
    World world = serving();
    refuse(world, "bad prompt");
    world.order = new Order("retry-1", "Retry", "the judge was wrong");
    world.verdict = "Continue";
    world.settle();
    assertThat(world.canaries).hasSize(2);
    assertThat(world.plan.rejected()).isEmpty();
    assertThat(world.handled.find("retry-1")).contains(InterventionReason.CarriedOut);

    world.verdict = "RollBack";
    world.settle();
    assertThat(world.canaries).hasSize(2);
    assertThat(world.plan.rejected()).hasSize(1);
  }

  @Test
  void retryWithNothingRefusedSaysSo() {
    World world = serving();
    world.order = new Order("retry-1", "Retry", "");
    world.settle();

    assertThat(world.handled.find("retry-1")).contains(InterventionReason.NothingToDo);
    assertThat(world.canaries).isEmpty();
  }

  @Test
  void deletingARunningCanaryFreesTheSlotAndRefusesItsRelease() {
    World world = serving();
    String release = addRepair(world, "fix-1", "run-canary");
    world.settle();
    world.delete("run-canary");
    world.settle();

    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.plan.rejected())
        .singleElement()
        .extracting(r -> r.release())
        .isEqualTo(release);
  }

  @Test
  void deletingABakingCanaryBringsTheOldStableBack() {
    World world = serving();
    String old = world.plan.stable();
    bakeRepair(world, "fix-1", "run-canary");
    world.delete("run-canary");
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.plan.routes()).hasSize(1);
  }

  @Test
  void aDeletedReleaseInTrafficIsMadeAgainFromThePlan() {
    World world = serving();
    var before = world.releases.remove(world.plan.stable());
    world.settle();

    assertThat(world.releases.get(world.plan.stable())).isEqualTo(before);
  }

  @Test
  void aDeletedPlanIsMadeAgainWithTheStableReleaseThatStatusKnows() {
    World world = serving();
    promoteRepair(world, "fix-1", "run-canary");
    String stable = world.plan.stable();
    world.knownStable = stable;
    world.plan = null;
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(stable);
    assertThat(world.canaries).hasSize(1);
  }

  @Test
  void aPlanThatIsDeletedInTheMiddleOfACanaryGivesItsSlotBack() {
    World world = serving();
    addRepair(world, "fix-1", "run-canary");
    world.settle();
    world.units = 60;
    world.settle();
    world.knownStable = world.plan.stable();
    world.plan = null;
    world.settle();

    assertThat(world.weight()).isEqualTo(500);
    assertThat(world.state("run-canary")).isEqualTo(CanaryState.Progressing);
  }

  @Test
  void suspendHoldsAChangedSpecBack() {
    World world = serving();
    int writes = world.writes;
    world.spec = Turns.spec("better prompt", "Managed", true, null);
    world.settle();

    assertThat(world.writes).isEqualTo(writes);
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.Suspended);

    world.spec = Turns.spec("better prompt", "Managed", false, null);
    world.settle();
    assertThat(world.canaries).hasSize(1);
  }

  @Test
  void theChartsValueStopsNewCanariesAndReleasesThemLater() {
    World world = serving();
    world.stopped = true;
    change(world, "better prompt");
    assertThat(world.canaries).isEmpty();
    assertThat(world.decideService().progress().reason())
        .isEqualTo(ServiceReason.NewCanariesStopped);

    world.stopped = false;
    world.settle();
    assertThat(world.canaries).hasSize(1);
  }

  @Test
  void rollbackBringsThePreviousStableBackOnce() {
    World world = serving();
    String old = world.plan.stable();
    promoteRepair(world, "fix-1", "run-canary");
    rollBack(world);

    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.plan.rejected()).hasSize(1);
    assertThat(world.handled.find("back-1")).contains(InterventionReason.CarriedOut);
  }

  @Test
  void rollbackDuringTheBakeIsTheCanarysOwn() {
    World world = serving();
    String old = world.plan.stable();
    bakeRepair(world, "fix-1", "run-canary");
    rollBack(world);

    assertThat(world.state("run-canary")).isEqualTo(CanaryState.RolledBack);
    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.handled.find("back-1")).contains(InterventionReason.CarriedOut);
  }

  @Test
  void rollbackMakesARunningCanaryGiveWayFirst() {
    World world = serving();
    String old = world.plan.stable();
    promoteRepair(world, "fix-1", "first");
    world.verdict = "Continue";
    addRepair(world, "fix-2", "second");
    world.settle();
    rollBack(world);

    assertThat(world.state("second")).isEqualTo(CanaryState.Superseded);
    assertThat(world.plan.stable()).isEqualTo(old);
  }

  @Test
  void rollbackWithoutAPredecessorSaysSo() {
    World world = serving();
    String stable = world.plan.stable();
    rollBack(world);

    assertThat(world.plan.stable()).isEqualTo(stable);
    assertThat(world.handled.find("back-1")).contains(InterventionReason.NothingToDo);
  }

  @Test
  void theRevisionCountsOnlyWhatGatewaysServeDifferently() {
    World world = serving();
    refuse(world, "bad prompt");
    long revision = world.plan.revision();
    change(world, "good prompt");

    assertThat(world.plan.revision()).isEqualTo(revision);
    assertThat(world.history)
        .allSatisfy(
            plan ->
                assertThat(
                        plan.routes().stream()
                            .mapToInt(TrafficPlanSpec.Route::weightPermille)
                            .sum())
                    .isEqualTo(1000));
  }
}
