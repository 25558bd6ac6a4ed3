package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.change;
import static io.homeostat.operator.flow.Turns.endBake;
import static io.homeostat.operator.flow.Turns.finishTests;
import static io.homeostat.operator.flow.Turns.promoteRepair;
import static io.homeostat.operator.flow.Turns.refuse;
import static io.homeostat.operator.flow.Turns.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseSpec.Provenance;
import io.homeostat.operator.modelservice.decide.Lineage.Repair;
import org.junit.jupiter.api.Test;

/** Where releases come from, which of them stay, and what is known of the ones that are made. */
class LineageFlowTest {
  private static final Provenance ORIGIN =
      new Provenance("run", "run-tune", "run-data", 1, "run-merge");

  @Test
  void aPromptEditThatKeepsAnAdapterKeepsItsProvenance() {
    World world = serving();
    give(world, promoteRepair(world, "fix-123", "run-canary"), ORIGIN);
    world.verdict = "Continue";
    change(world, "better prompt");

    assertThat(world.releases.get(world.release("better prompt", "fix-123")).provenance())
        .isEqualTo(ORIGIN);
  }

  @Test
  void aReleaseInTrafficThatIsDeletedComesBackWithItsProvenance() {
    World world = serving();
    String repaired = promoteRepair(world, "fix-123", "run-canary");
    give(world, repaired, ORIGIN);
    world.settle();
    long revision = world.plan.revision();
    ReleaseSpec before = world.releases.remove(repaired);
    world.settle();

    assertThat(world.releases.get(repaired)).isEqualTo(before);
    assertThat(world.plan.revision()).as("gateways serve nothing else").isEqualTo(revision);
  }

  @Test
  void onlyAsManyOldReleasesStayAsTheSpecAllows() {
    World world = serving();
    String anchor = world.plan.stable();
    for (int i = 0; i < 5; i++) {
      promote(world, "prompt " + i);
    }
    String oldest = world.release("prompt 0", null);
    world.spec = Specs.withHistory(world.spec, 2);
    world.settle();

    assertThat(world.releases)
        .containsKeys(anchor, world.plan.stable())
        .doesNotContainKey(oldest)
        .hasSize(5); // the anchor, stable, what a rollback restores, two more
  }

  @Test
  void nothingThatSomebodyStillSpeaksOfIsDeleted() {
    World world = serving();
    for (int i = 0; i < 6; i++) {
      promote(world, "prompt " + i);
    }
    String pinned = world.release("prompt 0", null);
    String made = world.release("prompt 1", null);
    world.repairs.add(new Repair("run", world.now, true, false, pinned, made));
    world.spec = Specs.withHistory(world.spec, 1);
    world.settle();

    assertThat(world.releases).containsKeys(pinned, made, world.plan.stable());

    world.repairs.clear();
    world.settle();
    assertThat(world.releases).doesNotContainKeys(pinned, made);
  }

  @Test
  void nothingIsDeletedWhileAGatewayMayServeAnEarlierPlan() {
    World world = serving();
    for (int i = 0; i < 4; i++) {
      promote(world, "prompt " + i);
    }
    world.applied = false;
    world.spec = Specs.withHistory(world.spec, 1);
    world.settle();

    assertThat(world.releases).hasSize(5);
  }

  @Test
  void aRollbackFindsWhatThePromotionReplacedHoweverManyCandidatesFailedSince() {
    World world = serving();
    String first = world.plan.stable();
    promote(world, "second");
    world.spec = Specs.withHistory(world.spec, 1);
    for (int i = 0; i < 4; i++) {
      refuse(world, "bad " + i);
      world.spec = Specs.withHistory(world.spec, 1);
      world.settle();
    }
    Turns.rollBack(world);

    assertThat(world.plan.stable()).isEqualTo(first);
  }

  @Test
  void anUpgradeThatKnowsMoreFieldsGivesEqualSpecsEqualFingerprints() {
    World world = serving();
    String accepted = world.plan.acceptedSpecFingerprint();

    assertThat(world.plan.stable())
        .isEqualTo(
            ReleaseFingerprint.name(
                "support", ReleaseFingerprint.of(world.plan.routes().getFirst().tuple())));
    assertThat(accepted)
        .as("SHA-256 of {\"keepsAdapter\":true,\"tuple\":{…}} as version 0.1 wrote it")
        .isEqualTo(Specs.ACCEPTED_BY_0_1);
  }

  private static void promote(World world, String prompt) {
    world.verdict = "Continue";
    world.units = 0;
    change(world, prompt);
    finishTests(world);
    endBake(world);
  }

  private static void give(World world, String release, Provenance provenance) {
    ReleaseSpec spec = world.releases.get(release);
    world.releases.put(
        release,
        new ReleaseSpec(
            spec.modelServiceRef(),
            spec.fingerprint(),
            spec.servedModel(),
            spec.tuple(),
            provenance));
  }
}
