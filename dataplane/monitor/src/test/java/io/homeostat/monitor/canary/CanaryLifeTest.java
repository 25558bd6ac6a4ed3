package io.homeostat.monitor.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.Verdict;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.PlanWeights.Route;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A canary through its steps, its bake, its end and restarts. */
class CanaryLifeTest extends ComparedArms {
  @Test
  void harmOfALaterStepIsFoundAfterAGoodBeginning() {
    feed(1_500, 0.95, 0.98);
    assertThat(decision()).startsWith("Promote");
    world.definitions =
        definitions(Toy.canary(Phase.TESTING, 1), HALF.with(3, HALF.at(2).orElseThrow()));
    int before = (int) world.canary().candidateUnits();
    feed(400, 0.95, 0.5, 3);
    assertThat(decision()).isEqualTo("RollBack/Breach");
    assertThat(world.canary().candidateUnits()).isGreaterThan(before);
  }

  @Test
  void bakeComparesThePromotedReleaseWithTheHoldBackByTheSameTests() {
    feed(2_800, 0.95, 0.95);
    long units = world.canary().candidateUnits();
    PlanWeights bake =
        HALF.with(
            4,
            List.of(
                new Route(Toy.CANDIDATE, "Stable", 900), new Route(Toy.STABLE, "Holdback", 100)));
    world.definitions = definitions(Toy.canary(Phase.BAKING, 1), bake);
    candidateShare = 0.9;
    feed(100, 0.95, 0.95, 4);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    assertThat(world.canary().candidateUnits()).isGreaterThan(units);
    feed(1_500, 0.95, 0.3, 4);
    assertThat(decision()).isEqualTo("RollBack/Breach");
  }

  @Test
  void unfinishedBlockIsDroppedWhenThePlanChanges() {
    at += 60_000;
    candidateShare = 1;
    feed(50, 1, 0.2, 2);
    at += 60_000;
    candidateShare = 0;
    feed(50, 1, 1, 3);
    at += 60_000;
    feed(1, 1, 1, 3);
    assertThat(world.canary().metrics().getFirst().blocks()).isZero();
    assertThat(world.canary().candidateUnits()).isEqualTo(50);
  }

  @Test
  void sessionsBeforeTheStartAndOfOtherReleasesAreNoUnits() {
    at = Toy.START - 100_000;
    feed(100, 1, 1);
    at = Toy.START + 10_000;
    world.take(Toy.score("x", "x", "date", at, 1, "desk-other", "Holdback", 2));
    feed(1, 1, 1);
    at += 60_000;
    feed(1, 1, 1);
    assertThat(world.canary().candidateUnits() + world.canary().stableUnits()).isEqualTo(1);
  }

  @Test
  void finishedCanaryIsForgottenAndAGoneOneWithdrawn() {
    feed(100, 0.95, 0.95);
    world.definitions = definitions(Toy.canary(Phase.OVER, 1), HALF);
    assertThat(world.forgetUndeclared()).isEmpty();
    assertThat(world.table.keys(StateKeys.canary(Toy.SERVICE))).isEmpty();
    int told = world.verdicts.size();
    feed(100, 0.95, 0.95);
    assertThat(world.verdicts).hasSize(told);
    world.definitions = Toy.definitions(List.of());
    assertThat(world.forgetUndeclared())
        .containsExactly(Toy.SERVICE + "|Canary|support/desk-canary");
    world.definitions = Definitions.NONE;
    world.forgetUndeclared();
    assertThat(world.table.size()).isZero();
  }

  @Test
  void restartBetweenAnyTwoRecordsChangesNothing() {
    List<Verdict> uninterrupted = run(false);
    assertThat(run(true)).isEqualTo(uninterrupted).hasSizeGreaterThan(20);
  }

  private static List<Verdict> run(boolean restarts) {
    World world = world(Toy.canary(Phase.TESTING, 0), HALF);
    Random random = new Random(3);
    for (int i = 0; i < 600; i++) {
      boolean candidate = random.nextBoolean();
      world.take(
          Toy.score(
              "i" + i,
              "s" + i,
              "date",
              Toy.START + i * 500L,
              random.nextDouble() < (candidate ? 0.8 : 0.95) ? 1 : 0,
              candidate ? Toy.CANDIDATE : Toy.STABLE,
              candidate ? "Candidate" : "Stable",
              2));
      if (restarts) {
        world.restart();
      }
    }
    return world.verdicts;
  }
}
