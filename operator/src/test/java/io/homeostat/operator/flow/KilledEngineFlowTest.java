package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.changeImage;
import static io.homeostat.operator.flow.Turns.endBake;
import static io.homeostat.operator.flow.Turns.finishTests;
import static io.homeostat.operator.flow.Turns.serving;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every write of an engine change is once the one that a kill prevents. */
class KilledEngineFlowTest {
  static IntStream writes() {
    return IntStream.range(0, 24);
  }

  @ParameterizedTest(name = "killed before write {0}")
  @MethodSource("writes")
  void aKillAtAnyWriteOfAnEngineChangeEndsWhereAnUninterruptedRunEnds(int write) {
    World uninterrupted = engineChange(Integer.MAX_VALUE);
    World killed = engineChange(write);

    assertThat(killed.plan.stable()).isEqualTo(uninterrupted.plan.stable());
    assertThat(killed.plan.routes()).isEqualTo(uninterrupted.plan.routes());
    assertThat(killed.pods.view()).isEqualTo(uninterrupted.pods.view());
    assertThat(killed.releases).isEqualTo(uninterrupted.releases);
    assertThat(killed.canaries).hasSize(1);
  }

  private static World engineChange(int killedBefore) {
    World world = serving(3);
    world.writesUntilKilled = killedBefore;
    changeImage(world, "engine:2");
    finishTests(world);
    endBake(world);
    return world;
  }
}
