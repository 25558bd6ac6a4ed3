package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.endBake;
import static io.homeostat.operator.flow.Turns.finishTests;
import static io.homeostat.operator.flow.Turns.serving;
import static io.homeostat.operator.flow.Turns.wish;
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
  /** Flows of which every write is once the one that a kill prevents. */
  static Stream<Arguments> flows() {
    Consumer<World> promotion =
        world -> {
          wish(world, "better prompt");
          world.settle();
          finishTests(world);
          endBake(world);
        };
    Consumer<World> rollback =
        world -> {
          wish(world, "bad prompt");
          world.settle();
          world.verdict = "RollBack";
          world.settle();
        };
    Consumer<World> bakeBreach =
        world -> {
          wish(world, "better prompt");
          world.settle();
          finishTests(world);
          world.verdict = "RollBack";
          world.settle();
        };
    Consumer<World> superseding =
        world -> {
          wish(world, "second prompt");
          world.settle();
          wish(world, "third prompt");
          world.settle();
        };
    Consumer<World> retry =
        rollback.andThen(
            world -> {
              world.order = new Order("retry-1", "Retry", "");
              world.verdict = "Continue";
              world.settle();
            });
    Consumer<World> back =
        world -> {
          Turns.addRepair(world, "fix-1", "run-canary");
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
        .flatMap(
            flow ->
                IntStream.range(0, 16)
                    .mapToObj(write -> Arguments.of(flow.get()[0], flow.get()[1], write)));
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
