package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.change;
import static io.homeostat.operator.flow.Turns.endBake;
import static io.homeostat.operator.flow.Turns.finishTests;
import static io.homeostat.operator.flow.Turns.promoteRepair;
import static io.homeostat.operator.flow.Turns.refuse;
import static io.homeostat.operator.flow.Turns.rollBack;
import static io.homeostat.operator.flow.Turns.serving;
import static org.assertj.core.api.Assertions.assertThat;

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
            flow("rollback by order", KilledFlowTest::rollbackByOrder))
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
    assertThat(killed.plan.rejected()).isEqualTo(uninterrupted.plan.rejected());
    assertThat(killed.handled).isEqualTo(uninterrupted.handled);
    assertThat(killed.releases).isEqualTo(uninterrupted.releases);
    assertThat(states(killed)).isEqualTo(states(uninterrupted));
  }

  private static List<CanaryState> states(World world) {
    return world.canaries.stream().map(canary -> canary.state()).toList();
  }
}
