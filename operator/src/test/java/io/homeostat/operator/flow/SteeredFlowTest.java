package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.addRepair;
import static io.homeostat.operator.flow.Turns.bakeRepair;
import static io.homeostat.operator.flow.Turns.endBake;
import static io.homeostat.operator.flow.Turns.promoteRepair;
import static io.homeostat.operator.flow.Turns.serving;
import static io.homeostat.operator.flow.Turns.setTraffic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.Ref;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.intervention.decide.InterventionReason;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import org.junit.jupiter.api.Test;

/**
 * Splits by hand, rollbacks to a named release, shadow traffic, dry runs, and losses that add up.
 */
class SteeredFlowTest {
  @Test
  void aSplitByHandIsObeyedShownAndGoneWhenItExpires() {
    World world = serving();
    String stable = world.plan.stable();
    String old = promoteRepair(world, "fix-1", "first");
    setTraffic(world, "set-1", stable, 300);

    assertThat(world.plan.stable()).isEqualTo(old);
    assertThat(world.weight()).isEqualTo(300);
    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().release()).isEqualTo(stable);
    assertThat(world.handled.find("set-1")).contains(InterventionReason.CarriedOut);
    assertThat(world.decideService().progress().reason())
        .isEqualTo(ServiceReason.TrafficSetByIntervention);
    assertThat(world.decideService().progress().message()).contains("300 permille", "until");

    world.now = world.now.plusSeconds(601);
    world.settle();
    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.plan.rejected()).isEmpty();
  }

  @Test
  void aSplitByHandHoldsARunningCanaryWhichGoesOnAfterwards() {
    World world = serving();
    String candidate = addRepair(world, "fix-1", "run-canary");
    world.settle();
    setTraffic(world, "set-1", candidate, 700);
    assertThat(world.weight()).isEqualTo(700);
    assertThat(world.state("run-canary")).isEqualTo(CanaryState.Paused);

    world.now = world.now.plusSeconds(601);
    world.settle();
    assertThat(world.weight()).isEqualTo(100);
    assertThat(world.state("run-canary")).isEqualTo(CanaryState.Progressing);
  }

  @Test
  void aSplitByHandToStableTakesEverySessionFromACanary() {
    World world = serving();
    addRepair(world, "fix-1", "run-canary");
    world.settle();
    setTraffic(world, "set-1", world.plan.stable(), 1000);

    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.state("run-canary")).isEqualTo(CanaryState.Paused);
  }

  @Test
  void aSplitByHandToAnUnknownReleaseIsRefusedInWords() {
    World world = serving();
    long revision = world.plan.revision();
    setTraffic(world, "set-1", "nobody", 300);

    assertThat(world.plan.revision()).isEqualTo(revision);
    assertThat(world.handled.find("set-1")).contains(InterventionReason.ReleaseNotFound);
  }

  @Test
  void aLaterRollbackEndsASplitByHand() {
    World world = serving();
    String first = world.plan.stable();
    promoteRepair(world, "fix-1", "first");
    setTraffic(world, "set-1", first, 300);
    world.order(new Order("back-1", "Rollback", "customers complain"));
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(first);
    assertThat(world.plan.routes()).hasSize(1);
  }

  @Test
  void aRollbackToANamedReleaseSkipsThoseBetween() {
    World world = serving();
    String first = world.plan.stable();
    promoteRepair(world, "fix-1", "one");
    world.verdict = "Continue";
    world.units = 0;
    String last = promoteRepair(world, "fix-2", "two");
    world.order(new Order("back-1", "Rollback", "", first, 0, null));
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(first);
    assertThat(world.plan.rejected()).extracting(r -> r.release()).containsExactly(last);
    assertThat(world.plan.anchor().promotions()).isEmpty();
  }

  @Test
  void aRollbackDuringABakeGoesOnToTheNamedRelease() {
    World world = serving();
    String first = world.plan.stable();
    String second = promoteRepair(world, "fix-1", "one");
    world.verdict = "Continue";
    world.units = 0;
    bakeRepair(world, "fix-2", "two");
    world.order(new Order("back-1", "Rollback", "", first, 0, null));
    world.settle();

    assertThat(world.state("two")).isEqualTo(CanaryState.RolledBack);
    assertThat(world.plan.stable()).isEqualTo(first).isNotEqualTo(second);
  }

  @Test
  void aRollbackToAnUnknownReleaseIsRefusedInWords() {
    World world = serving();
    world.order(new Order("back-1", "Rollback", "", "nobody", 0, null));
    world.settle();

    assertThat(world.handled.find("back-1")).contains(InterventionReason.ReleaseNotFound);
  }

  @Test
  void shadowTrafficComesBeforeTheFirstSessionMoves() {
    World world = serving();
    String candidate = shadowed(world, "Shadow", null);
    world.settle();
    var shadow = Routes.of(world.plan, Routes.SHADOW).orElseThrow();
    assertThat(shadow.release()).isEqualTo(candidate);
    assertThat(shadow.shadowPermille()).isEqualTo(300);
    assertThat(shadow.weightPermille()).isZero();
    assertThat(Routes.of(world.plan, Routes.CANDIDATE)).isEmpty();

    world.pairs = 150;
    world.settle();
    assertThat(Routes.of(world.plan, Routes.SHADOW)).isEmpty();
    assertThat(world.weight()).isEqualTo(100);
  }

  @Test
  void aDryRunNeverGetsAWeightAndRefusesNothing() {
    World world = serving();
    String stable = world.plan.stable();
    shadowed(world, null, true);
    world.settle();
    world.pairs = 150;
    world.verdict = "RollBack";
    world.settle();

    assertThat(world.state("dry")).isEqualTo(CanaryState.Completed);
    assertThat(world.plan.stable()).isEqualTo(stable);
    assertThat(world.plan.routes()).hasSize(1);
    assertThat(world.plan.rejected()).isEmpty();
    assertThat(world.history)
        .allSatisfy(
            plan ->
                assertThat(Routes.of(plan, Routes.CANDIDATE).map(r -> r.weightPermille()).orElse(0))
                    .isZero());
  }

  @Test
  void aDryRunOfStableAgainstItselfPasses() {
    World world = serving();
    world.add(
        "dry",
        new CanaryReleaseSpec(
            new Ref("support"), new Ref(world.plan.stable()), shadowPlan(), null, true, null),
        null);
    world.settle();
    world.pairs = 150;
    world.verdict = "Promote";
    world.settle();

    assertThat(world.state("dry")).isEqualTo(CanaryState.Completed);
    assertThat(world.plan.anchor().promotions()).isEmpty();
  }

  @Test
  void whatACanaryHasMeasuredIsEnteredWhenItsBakeEnds() {
    World world = serving();
    String first = world.plan.stable();
    assertThat(world.plan.anchor().release()).isEqualTo(first);
    world.difference = -0.02;
    String second = bakeRepair(world, "fix-1", "one");
    assertThat(world.plan.anchor().promotions()).isEmpty();
    endBake(world);

    assertThat(world.plan.anchor().release()).isEqualTo(first);
    assertThat(world.plan.anchor().promotions())
        .singleElement()
        .satisfies(
            promotion -> {
              assertThat(promotion.release()).isEqualTo(second);
              assertThat(promotion.differences().getFirst().difference()).isEqualTo("-0.020");
            });
  }

  @Test
  void aChosenAnchorForgetsWhatWasLostBefore() {
    World world = serving();
    world.difference = -0.02;
    String second = promoteRepair(world, "fix-1", "one");
    world.verdict = "Continue";
    world.units = 0;
    String third = promoteRepair(world, "fix-2", "two");
    assertThat(world.plan.anchor().promotions()).hasSize(2);
    Turns.anchor(world, second);
    world.settle();

    assertThat(world.plan.anchor().release()).isEqualTo(second);
    assertThat(world.plan.anchor().promotions())
        .extracting(p -> p.release())
        .containsExactly(third);
  }

  @Test
  void manyPromotionsAreKeptAsFewWithoutForgettingTheirLosses() {
    World world = serving();
    world.difference = -0.02;
    for (int i = 0; i < 23; i++) {
      world.verdict = "Continue";
      world.units = 0;
      promoteRepair(world, "fix-" + i, "run-" + i);
    }

    assertThat(world.plan.anchor().promotions()).hasSizeLessThanOrEqualTo(20);
    assertThat(
            world.plan.anchor().promotions().stream()
                .mapToDouble(p -> Double.parseDouble(p.differences().getFirst().difference()))
                .sum())
        .isCloseTo(-0.46, within(1e-6));
  }

  static CanaryPlan shadowPlan() {
    return new CanaryPlan(
        World.PLAN.steps(),
        null,
        "0.05",
        200,
        60,
        50,
        36_000,
        3_600,
        new CanaryPlan.Shadow(300, 150),
        null,
        null,
        null,
        null,
        null);
  }

  private static String shadowed(World world, String strategy, Boolean dryRun) {
    String release = addRepair(world, "fix-1", "dry");
    world.delete("dry");
    world.add(
        "dry",
        new CanaryReleaseSpec(
            new Ref("support"), new Ref(release), shadowPlan(), strategy, dryRun, null),
        null);
    return release;
  }
}
