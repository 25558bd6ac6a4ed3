package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.changeImage;
import static io.homeostat.operator.flow.Turns.endBake;
import static io.homeostat.operator.flow.Turns.finishTests;
import static io.homeostat.operator.flow.Turns.promoteRepair;
import static io.homeostat.operator.flow.Turns.rollBack;
import static io.homeostat.operator.flow.Turns.scaled;
import static io.homeostat.operator.flow.Turns.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.intervention.decide.InterventionReason;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Releases that need engine pods of their own. */
class EngineFlowTest {
  private static String candidatePool(World world, String image) {
    return EnginePods.named(tuple(world, image));
  }

  private static ReleaseTuple tuple(World world, String image) {
    return world.releases.values().stream()
        .map(release -> release.tuple())
        .filter(tuple -> tuple.engine().image().equals(image))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> pools(World world) {
    return world.plan.routes().stream().map(Route::pool).toList();
  }

  @Test
  void anotherImageWaitsForPodsOfItsOwnWhileStableServesUntouched() {
    World world = serving(4);
    TrafficPlanSpec before = world.plan;
    world.pods.roomForOthers(0);
    changeImage(world, "engine:2");

    assertThat(world.plan.routes()).isEqualTo(before.routes());
    assertThat(world.pods.wanted("engine")).isEqualTo(4);
    assertThat(world.pods.wanted(candidatePool(world, "engine:2"))).isEqualTo(1);
    var progress = world.decideService().progress();
    assertThat(progress.reason()).isEqualTo(ServiceReason.CandidatePoolUnschedulable);
    assertThat(progress.message())
        .contains("support-" + candidatePool(world, "engine:2"))
        .contains("0 of 1 ready")
        .contains("0/1 nodes are available");
    assertThat(world.canaries).singleElement().matches(c -> c.state() == CanaryState.Waiting);
  }

  @Test
  void aStepIsTakenOnlyWhenThePodsForItsShareAreReady() {
    World world = serving(4);
    world.pods.roomForOthers(1);
    changeImage(world, "engine:2");
    String pool = candidatePool(world, "engine:2");
    assertThat(world.weight()).isEqualTo(100);
    assertThat(pools(world)).containsExactly("engine", pool);

    world.units = 60;
    world.settle();
    assertThat(world.pods.wanted(pool)).isEqualTo(2);
    assertThat(world.weight()).isEqualTo(100);
    assertThat(world.decideService().progress().message()).contains("1 of 2 ready");

    world.pods.roomForOthers(2);
    world.settle();
    assertThat(world.weight()).isEqualTo(500);
    assertThat(world.pods.wanted("engine")).isEqualTo(4);
  }

  @Test
  void promotionWaitsForAllPodsAndTheOldOnesStayUntilTheBakeEnds() {
    World world = serving(4);
    world.pods.roomForOthers(2);
    changeImage(world, "engine:2");
    String old = world.plan.stable();
    String pool = candidatePool(world, "engine:2");
    finishTests(world);
    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.weight()).isEqualTo(500);
    assertThat(world.pods.wanted(pool)).isEqualTo(4);

    world.pods.roomForOthers(4);
    world.settle();
    assertThat(world.plan.stable()).isNotEqualTo(old);
    assertThat(pools(world)).containsExactly(pool, "engine");
    assertThat(world.pods.wanted("engine")).isEqualTo(4);

    endBake(world);
    assertThat(pools(world)).containsExactly(pool);
    assertThat(world.pods.names()).containsExactly(pool);
    assertThat(world.pods.ready(pool)).isEqualTo(4);
  }

  @Test
  void aRefusedImageLosesItsPodsAndStableKeepsAllOfIts() {
    World world = serving(2);
    changeImage(world, "engine:2");
    world.verdict = "RollBack";
    world.settle();

    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.pods.names()).containsExactly("engine");
    assertThat(world.pods.ready("engine")).isEqualTo(2);
  }

  @Test
  void podsStayWhileAGatewayMayStillTalkToThem() {
    World world = serving(1);
    changeImage(world, "engine:2");
    String pool = candidatePool(world, "engine:2");
    String candidate = world.plan.routes().getLast().release();
    world.pods.open = Map.of(candidate, 1L);
    world.verdict = "RollBack";
    world.settle();
    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.pods.ready(pool)).isEqualTo(1);

    world.pods.open = null;
    world.settle();
    assertThat(world.pods.ready(pool)).isEqualTo(1);

    world.pods.open = Map.of(candidate, 0L);
    world.applied = false;
    world.settle();
    assertThat(world.pods.ready(pool)).isEqualTo(1);

    world.applied = true;
    world.settle();
    assertThat(world.pods.names()).containsExactly("engine");
  }

  @Test
  void aCandidateWhosePodsAreLostIsParkedAndGoesOnByItself() {
    World world = serving(2);
    changeImage(world, "engine:2");
    world.pods.roomForOthers(0);
    world.settle();
    assertThat(world.weight()).isZero();
    assertThat(world.plan.routes()).hasSize(2);
    assertThat(world.plan.rejected()).isEmpty();

    world.pods.roomForOthers(2);
    world.settle();
    assertThat(world.weight()).isEqualTo(100);
  }

  @Test
  void aBreachInTheBakeGoesBackThoughTheOldPoolHasLostPods() {
    World world = serving(4);
    String old = world.plan.stable();
    changeImage(world, "engine:2");
    finishTests(world);
    world.pods.room("engine", 1);
    world.verdict = "RollBack";
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.pods.names()).containsExactly("engine");
  }

  @Test
  void aRollbackToReleasedPodsStartsThemFirst() {
    World world = serving(2);
    String old = world.plan.stable();
    changeImage(world, "engine:2");
    finishTests(world);
    endBake(world);
    String now = world.plan.stable();
    String pool = candidatePool(world, "engine:1");
    world.pods.room(pool, 0);
    rollBack(world);
    assertThat(world.plan.stable()).isEqualTo(now);
    assertThat(world.handled.find("back-1")).isEmpty();
    assertThat(world.pods.wanted(pool)).isEqualTo(2);

    world.pods.room(pool, 2);
    world.settle();
    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.handled.find("back-1")).contains(InterventionReason.CarriedOut);
    assertThat(world.pods.names()).containsExactly(pool);
  }

  @Test
  void whatAnEarlierVersionWroteIsServedOnAsItIs() {
    World world = ofEarlierVersion();
    TrafficPlanSpec before = world.plan;
    world.settle();

    assertThat(world.plan.routes()).isEqualTo(before.routes());
    assertThat(world.plan.revision()).isEqualTo(before.revision());
    assertThat(world.pods.names()).containsExactly("engine");
    assertThat(world.pods.ready("engine")).isEqualTo(1);
    assertThat(world.releases).hasSize(1);
    assertThat(world.canaries).isEmpty();
  }

  @Test
  void gatewaysTellPoolsApartBeforeASecondOneStarts() {
    World world = ofEarlierVersion();
    world.settle();
    world.applied = false;
    changeImage(world, "engine:2");
    assertThat(pools(world)).containsExactly("engine");
    assertThat(world.pods.names()).containsExactly("engine");

    world.applied = true;
    world.settle();
    assertThat(world.weight()).isEqualTo(100);
  }

  private static World ofEarlierVersion() {
    World world = serving(1);
    var p = world.plan;
    Route route = p.routes().getFirst();
    world.plan =
        new TrafficPlanSpec(
            p.modelServiceRef(),
            p.revision(),
            p.stable(),
            p.salt(),
            List.of(new Route(route.release(), "Stable", 1000, route.servedModel(), route.tuple())),
            p.rejected(),
            p.acceptedSpecFingerprint());
    world.pods.unmarked(1);
    return world;
  }

  @Test
  void aLostPlanFindsStablesPodsAgain() {
    World world = serving(2);
    changeImage(world, "engine:2");
    finishTests(world);
    endBake(world);
    TrafficPlanSpec before = world.plan;
    world.knownStable = before.stable();
    world.plan = null;
    world.settle();

    assertThat(world.plan.routes()).isEqualTo(before.routes());
    assertThat(world.pods.names()).containsExactly(before.routes().getFirst().pool());
  }

  @Test
  void zeroReplicasTakeThePodsAwayAndBringThemBackWithoutARelease() {
    World world = serving(2);
    TrafficPlanSpec before = world.plan;
    world.spec = scaled(world.spec, 0);
    world.settle();
    assertThat(world.pods.wanted("engine")).isZero();

    world.spec = scaled(world.spec, 2);
    world.settle();
    assertThat(world.pods.ready("engine")).isEqualTo(2);
    assertThat(world.plan).isEqualTo(before);
    assertThat(world.releases).hasSize(1);
  }

  @Test
  void anotherImageKeepsARepair() {
    World world = serving(1);
    promoteRepair(world, "fix-1", "run-canary");
    world.verdict = "Continue";
    changeImage(world, "engine:2");

    assertThat(tuple(world, "engine:2").adapter().name()).isEqualTo("fix-1");
  }
}
