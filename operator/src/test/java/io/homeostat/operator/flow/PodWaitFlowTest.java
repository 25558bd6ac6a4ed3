package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.changeImage;
import static io.homeostat.operator.flow.Turns.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.operator.canary.decide.CanaryState;
import org.junit.jupiter.api.Test;

/** A canary whose step waits for engine pods of its own. */
class PodWaitFlowTest {
  @Test
  void theDeadlineDoesNotRunWhileAStepWaitsForItsPods() {
    World world = serving(4);
    world.pods.roomForOthers(1);
    changeImage(world, "engine:2");
    String canary = world.canaries.getFirst().name();
    world.units = 60;
    world.settle();
    assertThat(world.weight()).isEqualTo(100);
    assertThat(world.find(canary).orElseThrow().outcome())
        .startsWith("WaitingForPods")
        .contains("1 of 2 ready");

    world.now = world.now.plusSeconds(2L * World.PLAN.deadlineSeconds());
    world.settle();
    assertThat(world.state(canary)).isEqualTo(CanaryState.Progressing);

    world.pods.roomForOthers(2);
    world.settle();
    assertThat(world.weight()).isEqualTo(500);
    assertThat(world.state(canary)).isEqualTo(CanaryState.Progressing);

    world.now = world.now.plusSeconds(World.PLAN.deadlineSeconds() + 1L);
    world.settle();
    assertThat(world.state(canary)).as("then it runs on").isEqualTo(CanaryState.RolledBack);
  }
}
