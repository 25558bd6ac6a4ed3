package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.addRepair;
import static io.homeostat.operator.flow.Turns.change;
import static io.homeostat.operator.flow.Turns.promoteRepair;
import static io.homeostat.operator.flow.Turns.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Evaluation;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import org.junit.jupiter.api.Test;

/** What becomes of repairs in traffic, and who gets the candidate's slot. */
class RepairFlowTest {
  @Test
  void aPromptEditKeepsARepair() {
    World world = serving();
    String repaired = promoteRepair(world, "fix-123", "run-canary");
    assertThat(world.plan.stable()).isEqualTo(repaired);

    world.verdict = "Continue";
    change(world, "better prompt");
    assertThat(world.release("better prompt", "fix-123"))
        .isEqualTo(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().release());
    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().servedModel())
        .isEqualTo("fix-123");
  }

  @Test
  void aPromotedRepairIsNotTakenBackBecauseTheSpecDiffers() {
    World world = serving();
    promoteRepair(world, "fix-123", "run-canary");
    int writes = world.writes;
    world.settle();

    assertThat(world.writes).isEqualTo(writes);
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.Settled);
  }

  @Test
  void adapterModeNoneDropsARepairThroughACanary() {
    World world = serving();
    promoteRepair(world, "fix-123", "run-canary");
    world.verdict = "Continue";
    world.spec = Turns.spec("good prompt", "None", false, null);
    world.settle();

    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().servedModel())
        .isEqualTo("base");
  }

  @Test
  void twoCanariesNeverHaveTheSlotTogether() {
    World world = serving();
    String first = addRepair(world, "fix-1", "first");
    addRepair(world, "fix-2", "second");
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
    world.unproven.add(addRepair(world, "broken", "first"));
    String second = addRepair(world, "fix-2", "second");
    world.settle();

    assertThat(world.state("first")).isEqualTo(CanaryState.Waiting);
    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().release()).isEqualTo(second);
  }

  @Test
  void anEvaluationHoldsTheSlotAtWeightZeroUntilItEnds() {
    World world = serving();
    String release = addRepair(world, "fix-1", "after");
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
}
