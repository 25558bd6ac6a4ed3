package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.addRepair;
import static io.homeostat.operator.flow.Turns.change;
import static io.homeostat.operator.flow.Turns.endBake;
import static io.homeostat.operator.flow.Turns.finishTests;
import static io.homeostat.operator.flow.Turns.promoteRepair;
import static io.homeostat.operator.flow.Turns.refuse;
import static io.homeostat.operator.flow.Turns.rollBack;
import static io.homeostat.operator.flow.Turns.serving;
import static io.homeostat.operator.flow.Turns.setTraffic;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.Ref;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.intervention.decide.Order;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every write of every flow is once the one that a kill prevents. */
class KilledFlowTest {
  private static final int MOST_WRITES = 16;

  /** Flows of which every write is once the one that a kill prevents. */
  static Stream<Arguments> flows() {
    return Stream.of(
            flow("promotion", KilledFlowTest::promotion),
            flow("rollback", world -> refuse(world, "bad prompt")),
            flow("breach in the bake", KilledFlowTest::bakeBreach),
            flow("superseding", KilledFlowTest::superseding),
            flow("retry", KilledFlowTest::retry),
            flow("rollback by order", KilledFlowTest::rollbackByOrder),
            flow("rollback to a named release", KilledFlowTest::rollbackToNamed),
            flow("split by hand", KilledFlowTest::splitByHand),
            flow("shadow, then canary", KilledFlowTest::shadow),
            flow("dry run", KilledFlowTest::dryRun),
            flow("pause and resume", KilledFlowTest::pauseAndResume),
            flow("parked and resumed", KilledFlowTest::parked))
        .flatMap(killedAtEachWrite -> killedAtEachWrite);
  }

  private static Stream<Arguments> flow(String name, Consumer<World> flow) {
    return IntStream.range(0, MOST_WRITES).mapToObj(write -> Arguments.of(name, flow, write));
  }

  private static void promotion(World world) {
    change(world, "better prompt");
    finishTests(world);
    endBake(world);
  }

  private static void bakeBreach(World world) {
    change(world, "better prompt");
    finishTests(world);
    world.verdict = "RollBack";
    world.settle();
  }

  private static void superseding(World world) {
    change(world, "second prompt");
    change(world, "third prompt");
  }

  private static void retry(World world) {
    refuse(world, "bad prompt");
    world.order = new Order("retry-1", "Retry", "");
    world.verdict = "Continue";
    world.settle();
  }

  private static void rollbackByOrder(World world) {
    promoteRepair(world, "fix-1", "run-canary");
    rollBack(world);
  }

  private static void rollbackToNamed(World world) {
    String first = world.plan.stable();
    promoteRepair(world, "fix-1", "one");
    world.verdict = "Continue";
    world.units = 0;
    promoteRepair(world, "fix-2", "two");
    world.order(new Order("back-1", "Rollback", "", first, 0, null));
    world.settle();
  }

  private static void splitByHand(World world) {
    String candidate = addRepair(world, "fix-1", "run-canary");
    world.settle();
    setTraffic(world, "set-1", candidate, 700);
    world.now = world.now.plusSeconds(601);
    world.settle();
  }

  private static void shadow(World world) {
    shadowed(world, "Shadow", null);
    world.pairs = 150;
    world.settle();
    finishTests(world);
    endBake(world);
  }

  private static void dryRun(World world) {
    shadowed(world, null, true);
    world.pairs = 150;
    world.verdict = "Promote";
    world.settle();
  }

  private static void shadowed(World world, String strategy, Boolean dryRun) {
    world.add(
        "shadowed",
        new CanaryReleaseSpec(
            new Ref("support"),
            new Ref(world.plan.stable()),
            SteeredFlowTest.shadowPlan(),
            strategy,
            dryRun,
            null),
        null);
    world.settle();
  }

  private static void pauseAndResume(World world) {
    addRepair(world, "fix-1", "run-canary");
    world.settle();
    world.order(new Order("pause-1", "Pause", ""));
    world.settle();
    world.order(new Order("resume-1", "Resume", ""));
    world.settle();
    world.order = null;
    finishTests(world);
    endBake(world);
  }

  private static void parked(World world) {
    addRepair(world, "fix-1", "run-canary");
    world.settle();
    world.silent = true;
    world.now = world.now.plusSeconds(3_601);
    world.settle();
    world.silent = false;
    world.settle();
    finishTests(world);
  }

  @ParameterizedTest(name = "{0}, killed before write {2}")
  @MethodSource("flows")
  void aKillAtAnyWriteEndsWhereAnUninterruptedRunEnds(
      String name, Consumer<World> flow, int write) {
    World uninterrupted = serving();
    flow.accept(uninterrupted);
    World killed = serving();
    killed.writesUntilKilled = write;
    flow.accept(killed);

    assertThat(killed.plan.stable()).isEqualTo(uninterrupted.plan.stable());
    assertThat(killed.plan.routes()).isEqualTo(uninterrupted.plan.routes());
    assertThat(killed.plan.anchor()).isEqualTo(uninterrupted.plan.anchor());
    assertThat(killed.plan.rejected()).isEqualTo(uninterrupted.plan.rejected());
    assertThat(killed.handled).isEqualTo(uninterrupted.handled);
    assertThat(killed.releases).isEqualTo(uninterrupted.releases);
    assertThat(states(killed)).isEqualTo(states(uninterrupted));
  }

  private static List<CanaryState> states(World world) {
    return world.canaries.stream().map(canary -> canary.state()).toList();
  }
}
