package io.homeostat.operator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.intervention.decide.InterventionReason;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Evaluation;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ModelService and CanaryRelease do together, decision by decision and write by write. */
class FlowTest {
  private static World serving() {
    return new World().settle();
  }

  private static void wish(World world, String prompt) {
    world.spec = World.spec(prompt, "Managed", false, null);
  }

  private static void finishTests(World world) {
    world.units = 60;
    world.settle();
    world.units = 400;
    world.verdict = "Promote";
    world.settle();
  }

  private static void endBake(World world) {
    world.now = world.now.plusSeconds(61);
    world.settle();
  }

  @Test
  void theFirstReleaseServesAsSoonAsAnEnginePodIsReady() {
    World world = new World();
    world.readyPods = 0;
    world.settle();
    assertThat(world.plan).isNull();
    assertThat(world.releases).hasSize(1);

    world.readyPods = 1;
    world.settle();
    assertThat(world.plan.stable()).isEqualTo(world.release("good prompt", null));
    assertThat(world.plan.routes()).singleElement().extracting(TrafficPlanSpec.Route::weightPermille).isEqualTo(1000);
    assertThat(world.canaries).isEmpty();
  }

  @Test
  void aSpecThatChangesBeforeTheFirstReleaseServesNeedsNoCanary() {
    World world = new World();
    world.readyPods = 0;
    world.settle();
    wish(world, "better prompt");
    world.readyPods = 1;
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(world.release("better prompt", null));
    assertThat(world.canaries).isEmpty();
  }

  @Test
  void aReplicaEditMakesNoRelease() {
    World world = serving();
    int writes = world.writes;
    var s = world.spec;
    world.spec =
        new io.homeostat.crds.modelservice.ModelServiceSpec(
            s.modelName(), s.model(), s.engine(), 3, s.artifacts(), s.adapter(), s.prompt(), s.decoding(), s.capture(),
            s.release(), s.suspend());
    world.settle();

    assertThat(world.writes).isEqualTo(writes);
  }

  @Test
  void aChangedPromptGoesThroughItsStepsToStable() {
    World world = serving();
    String old = world.plan.stable();
    wish(world, "better prompt");
    world.settle();
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
    wish(world, "bad prompt");
    world.settle();
    world.verdict = "RollBack";
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.plan.rejected()).singleElement().satisfies(rejected -> {
      assertThat(rejected.release()).isEqualTo(world.release("bad prompt", null));
      assertThat(rejected.reason()).contains("Breach").contains("evidence");
    });
    assertThat(world.canaries).hasSize(1);
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.NotReleased);
  }

  @Test
  void aDeletedCanaryOfARefusedReleaseIsNotMadeAgain() {
    World world = serving();
    wish(world, "bad prompt");
    world.settle();
    world.verdict = "RollBack";
    world.settle();
    world.delete(world.canaries.getFirst().name());
    world.settle();

    assertThat(world.canaries).isEmpty();
    assertThat(world.plan.rejected()).hasSize(1);
  }

  @Test
  void aBreachDuringTheBakeBringsTheOldStableBack() {
    World world = serving();
    String old = world.plan.stable();
    wish(world, "better prompt");
    world.settle();
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
    wish(world, "bad prompt");
    world.settle();
    world.verdict = "RollBack";
    world.settle();
    wish(world, "good prompt");
    world.settle();

    assertThat(world.canaries).hasSize(1);
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.Settled);
  }

  @Test
  void aRefusedSpecIsTriedAgainAfterTheSpecHasChangedInBetween() {
    World world = serving();
    wish(world, "bad prompt");
    world.settle();
    world.verdict = "RollBack";
    world.settle();
    wish(world, "good prompt");
    world.settle();
    world.verdict = "Continue";
    wish(world, "bad prompt");
    world.settle();

    assertThat(world.canaries).hasSize(2);
    assertThat(world.canaries.get(1).state()).isEqualTo(CanaryState.Progressing);
    assertThat(world.plan.rejected()).isEmpty();
  }

  @Test
  void retryTriesARefusedReleaseExactlyOnce() {
    World world = serving();
    wish(world, "bad prompt");
    world.settle();
    world.verdict = "RollBack";
    world.settle();
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
  void aNewChangeSupersedesAnUnpromotedCanaryOnlyAfterTheGatewaysFollowed() {
    World world = serving();
    wish(world, "second prompt");
    world.settle();
    String second = world.release("second prompt", null);
    assertThat(world.weight()).isEqualTo(100);

    world.applied = false;
    wish(world, "third prompt");
    world.settle();
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
    wish(world, "second prompt");
    world.settle();
    wish(world, "good prompt");
    world.settle();

    assertThat(world.canaries).hasSize(1);
    assertThat(world.canaries.getFirst().state()).isEqualTo(CanaryState.Superseded);
    assertThat(world.plan.routes()).hasSize(1);
  }

  @Test
  void aChangeDuringTheBakeEndsItAndKeepsThePromotedRelease() {
    World world = serving();
    wish(world, "second prompt");
    world.settle();
    finishTests(world);
    String second = world.release("second prompt", null);
    world.verdict = "Continue";
    wish(world, "third prompt");
    world.settle();

    assertThat(world.state(second)).isEqualTo(CanaryState.Promoted);
    assertThat(world.plan.stable()).isEqualTo(second);
    assertThat(world.state(world.release("third prompt", null)).testing()).isTrue();
  }

  @Test
  void aPromptEditKeepsARepair() {
    World world = serving();
    String repaired = world.addRepair("fix-123", "run-canary");
    world.settle();
    finishTests(world);
    endBake(world);
    assertThat(world.plan.stable()).isEqualTo(repaired);

    world.verdict = "Continue";
    wish(world, "better prompt");
    world.settle();
    assertThat(world.release("better prompt", "fix-123")).isEqualTo(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().release());
    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().servedModel()).isEqualTo("fix-123");
  }

  @Test
  void aPromotedRepairIsNotTakenBackBecauseTheSpecDiffers() {
    World world = serving();
    world.addRepair("fix-123", "run-canary");
    world.settle();
    finishTests(world);
    endBake(world);
    int writes = world.writes;
    world.settle();

    assertThat(world.writes).isEqualTo(writes);
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.Settled);
  }

  @Test
  void adapterModeNoneDropsARepairThroughACanary() {
    World world = serving();
    world.addRepair("fix-123", "run-canary");
    world.settle();
    finishTests(world);
    endBake(world);
    world.verdict = "Continue";
    world.spec = World.spec("good prompt", "None", false, null);
    world.settle();

    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().servedModel()).isEqualTo("base");
  }

  @Test
  void twoCanariesNeverHaveTheSlotTogether() {
    World world = serving();
    String first = world.addRepair("fix-1", "first");
    world.addRepair("fix-2", "second");
    world.settle();

    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().release()).isEqualTo(first);
    assertThat(world.state("second")).isEqualTo(CanaryState.Waiting);

    world.verdict = "RollBack";
    world.round();
    world.verdict = "Continue";
    world.settle();
    assertThat(world.state("second")).isEqualTo(CanaryState.Progressing);
  }

  @Test
  void aCandidateThatCannotBeProvenDoesNotBlockTheOthers() {
    World world = serving();
    world.unproven.add(world.addRepair("broken", "first"));
    String second = world.addRepair("fix-2", "second");
    world.settle();

    assertThat(world.state("first")).isEqualTo(CanaryState.Waiting);
    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().release()).isEqualTo(second);
  }

  @Test
  void anEvaluationHoldsTheSlotAtWeightZeroUntilItEnds() {
    World world = serving();
    String release = world.addRepair("fix-1", "after");
    world.delete("after");
    world.evaluations.add(new Evaluation("eval", "eval-uid", world.now, release, false));
    world.settle();
    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().release()).isEqualTo(release);
    assertThat(world.weight()).isZero();

    world.evaluations.set(0, new Evaluation("eval", "eval-uid", world.now, release, true));
    world.settle();
    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.plan.rejected()).isEmpty();
  }

  @Test
  void deletingARunningCanaryFreesTheSlotAndRefusesItsRelease() {
    World world = serving();
    String release = world.addRepair("fix-1", "run-canary");
    world.settle();
    world.delete("run-canary");
    world.settle();

    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.plan.rejected()).singleElement().extracting(r -> r.release()).isEqualTo(release);
  }

  @Test
  void deletingABakingCanaryBringsTheOldStableBack() {
    World world = serving();
    String old = world.plan.stable();
    world.addRepair("fix-1", "run-canary");
    world.settle();
    finishTests(world);
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
    world.addRepair("fix-1", "run-canary");
    world.settle();
    finishTests(world);
    endBake(world);
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
    world.addRepair("fix-1", "run-canary");
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
    world.spec = World.spec("better prompt", "Managed", true, null);
    world.settle();

    assertThat(world.writes).isEqualTo(writes);
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.Suspended);

    world.spec = World.spec("better prompt", "Managed", false, null);
    world.settle();
    assertThat(world.canaries).hasSize(1);
  }

  @Test
  void theChartsValueStopsNewCanariesAndReleasesThemLater() {
    World world = serving();
    world.stopped = true;
    wish(world, "better prompt");
    world.settle();
    assertThat(world.canaries).isEmpty();
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.NewCanariesStopped);

    world.stopped = false;
    world.settle();
    assertThat(world.canaries).hasSize(1);
  }

  @Test
  void anotherEngineImageIsRefusedInWordsAndChangesNothing() {
    World world = serving();
    int writes = world.writes;
    world.spec = World.spec("good prompt", "Managed", false, "engine:2");
    world.settle();

    assertThat(world.writes).isEqualTo(writes);
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.PoolChangeRefused);
    assertThat(world.decideService().progress().message()).contains("engine:1");
  }

  @Test
  void rollbackBringsThePreviousStableBackOnce() {
    World world = serving();
    String old = world.plan.stable();
    world.addRepair("fix-1", "run-canary");
    world.settle();
    finishTests(world);
    endBake(world);
    world.order = new Order("back-1", "Rollback", "customers complain");
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.plan.rejected()).hasSize(1);
    assertThat(world.handled.find("back-1")).contains(InterventionReason.CarriedOut);
  }

  @Test
  void rollbackDuringTheBakeIsTheCanarysOwn() {
    World world = serving();
    String old = world.plan.stable();
    world.addRepair("fix-1", "run-canary");
    world.settle();
    finishTests(world);
    world.order = new Order("back-1", "Rollback", "customers complain");
    world.settle();

    assertThat(world.state("run-canary")).isEqualTo(CanaryState.RolledBack);
    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.handled.find("back-1")).contains(InterventionReason.CarriedOut);
  }

  @Test
  void rollbackMakesARunningCanaryGiveWayFirst() {
    World world = serving();
    String old = world.plan.stable();
    world.addRepair("fix-1", "first");
    world.settle();
    finishTests(world);
    endBake(world);
    world.verdict = "Continue";
    world.addRepair("fix-2", "second");
    world.settle();
    world.order = new Order("back-1", "Rollback", "customers complain");
    world.settle();

    assertThat(world.state("second")).isEqualTo(CanaryState.Superseded);
    assertThat(world.plan.stable()).isEqualTo(old);
  }

  @Test
  void rollbackWithoutAPredecessorSaysSo() {
    World world = serving();
    String stable = world.plan.stable();
    world.order = new Order("back-1", "Rollback", "");
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(stable);
    assertThat(world.handled.find("back-1")).contains(InterventionReason.NothingToDo);
  }

  @Test
  void theRevisionCountsOnlyWhatGatewaysServeDifferently() {
    World world = serving();
    wish(world, "bad prompt");
    world.settle();
    world.verdict = "RollBack";
    world.settle();
    long revision = world.plan.revision();
    wish(world, "good prompt");
    world.settle();

    assertThat(world.plan.revision()).isEqualTo(revision);
    assertThat(world.history).allSatisfy(plan ->
        assertThat(plan.routes().stream().mapToInt(TrafficPlanSpec.Route::weightPermille).sum()).isEqualTo(1000));
  }

  /** Flows of which every write is once the one that a kill prevents. */
  static Stream<Arguments> flows() {
    Consumer<World> promotion = world -> {
      wish(world, "better prompt");
      world.settle();
      finishTests(world);
      endBake(world);
    };
    Consumer<World> rollback = world -> {
      wish(world, "bad prompt");
      world.settle();
      world.verdict = "RollBack";
      world.settle();
    };
    Consumer<World> bakeBreach = world -> {
      wish(world, "better prompt");
      world.settle();
      finishTests(world);
      world.verdict = "RollBack";
      world.settle();
    };
    Consumer<World> superseding = world -> {
      wish(world, "second prompt");
      world.settle();
      wish(world, "third prompt");
      world.settle();
    };
    Consumer<World> retry = rollback.andThen(world -> {
      world.order = new Order("retry-1", "Retry", "");
      world.verdict = "Continue";
      world.settle();
    });
    Consumer<World> back = world -> {
      world.addRepair("fix-1", "run-canary");
      world.settle();
      finishTests(world);
      endBake(world);
      world.order = new Order("back-1", "Rollback", "");
      world.settle();
    };
    return Stream.of(
            Arguments.of("promotion", promotion),
            Arguments.of("rollback", rollback),
            Arguments.of("breach in the bake", bakeBreach),
            Arguments.of("superseding", superseding),
            Arguments.of("retry", retry),
            Arguments.of("rollback by order", back))
        .flatMap(flow -> IntStream.range(0, 16).mapToObj(write -> Arguments.of(flow.get()[0], flow.get()[1], write)));
  }

  @ParameterizedTest(name = "{0}, killed before write {2}")
  @MethodSource("flows")
  void aKillAtAnyWriteEndsWhereAnUninterruptedRunEnds(String name, Consumer<World> flow, int write) {
    World uninterrupted = serving();
    flow.accept(uninterrupted);
    World killed = serving();
    killed.writesUntilKilled = write;
    flow.accept(killed);

    assertThat(killed.plan.stable()).isEqualTo(uninterrupted.plan.stable());
    assertThat(killed.plan.routes()).isEqualTo(uninterrupted.plan.routes());
    assertThat(killed.plan.rejected()).isEqualTo(uninterrupted.plan.rejected());
    assertThat(killed.handled).isEqualTo(uninterrupted.handled);
    assertThat(killed.releases).isEqualTo(uninterrupted.releases);
    assertThat(states(killed)).isEqualTo(states(uninterrupted));
  }

  private static List<CanaryState> states(World world) {
    return world.canaries.stream().map(canary -> canary.state()).toList();
  }
}
