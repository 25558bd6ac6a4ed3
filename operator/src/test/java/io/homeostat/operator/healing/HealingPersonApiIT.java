package io.homeostat.operator.healing;

import static io.homeostat.operator.rig.Rig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.release.Release;
import io.homeostat.operator.rig.Mortality;
import io.homeostat.operator.rig.Surroundings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Repairs that ask, merge, hold or are stopped, on a real API server. */
class HealingPersonApiIT extends OneHealing {
  private static final int SEED = 11;
  private static final int MOST_WRITES = 3;
  private static final int MOST_LIVES = 160;
  private static final int LIFE_SECONDS = 8;

  @Test
  void aRepairThatAsksGoesOnWhenAPersonApproves() {
    desk.heals("Heal", "holdSeconds: 0\n  approval: BeforeTraining");
    desk.drifts();
    rig.start();
    reaches("AwaitingApproval");
    assertThat(rig.all(FineTuneJob.class)).isEmpty();

    settles(orders("Approve"), "True", "CarriedOut");

    HealingRun run = reaches("Succeeded");
    assertThat(run.getStatus().approvals())
        .singleElement()
        .satisfies(approval -> assertThat(approval.reason()).startsWith("looked at it"));
    settles(orders("Approve"), "False", "TargetFinished");
  }

  @Test
  void whatAPersonRejectsIsNotTrained() {
    desk.heals("Heal", "approval: BeforeTraining");
    desk.drifts();
    rig.start();
    reaches("AwaitingApproval");

    settles(orders("Reject"), "True", "CarriedOut");

    assertThat(rig.only(HealingRun.class).getStatus().state()).isEqualTo("Rejected");
    assertThat(rig.all(FineTuneJob.class)).isEmpty();
  }

  @Test
  void aCancelledRepairAbortsItsCanary() {
    surroundings.canariesEnd(null);
    desk.heals("Heal");
    desk.drifts();
    rig.start();
    eventually().untilAsserted(() -> assertThat(rig.all(CanaryRelease.class)).hasSize(1));

    settles(orders("Cancel"), "True", "CarriedOut");

    assertThat(rig.all(CanaryRelease.class)).isEmpty();
    assertThat(rig.only(HealingRun.class).getStatus().state()).isEqualTo("Cancelled");
  }

  @Test
  void aRolledBackRepairRaisesTheCooldownAndSaysWhy() {
    surroundings.canariesEnd("RolledBack");
    desk.heals("Heal");
    desk.drifts();
    rig.start();
    reaches("Failed");

    eventually()
        .untilAsserted(
            () -> {
              HealingPolicy policy = rig.only(HealingPolicy.class);
              assertThat(policy.getStatus().state()).isEqualTo("Cooldown");
              assertThat(policy.getStatus().failuresInARow()).isEqualTo(1);
              assertThat(policy.getStatus().week().runs()).isEqualTo(1);
              assertThat(
                      Conditions.find(policy.getStatus().conditions(), "Triggered")
                          .orElseThrow()
                          .getMessage())
                  .contains("RolledBack", "raised to 7200 s");
            });
  }

  @Test
  void aDriftThatRecoversByItselfIsNotTrainedOn() {
    surroundings.job("dataset", (job, attempt) -> null);
    desk.heals("Heal");
    desk.drifts();
    rig.start();
    reaches("CollectingData");

    desk.isWell();

    reaches("Recovered");
    assertThat(rig.all(FineTuneJob.class)).isEmpty();
  }

  @Test
  void aRepairAfterWhichTheDriftLastsHasNotHeldAndRollbackIsOffered() {
    desk.heals("Heal", "holdSeconds: 2");
    desk.drifts();
    rig.start();

    HealingRun run = reaches("Failed");

    assertThat(Conditions.find(run.getStatus().conditions(), "Held").orElseThrow().getMessage())
        .contains("homeostat canary rollback support");
  }

  @Test
  void aRepairHasHeldWhenTheDriftIsOver() {
    desk.heals("Heal", "holdSeconds: 2");
    desk.drifts();
    rig.start();
    reaches("Holding");

    desk.isWell();

    assertThat(
            Conditions.find(reaches("Succeeded").getStatus().conditions(), "Held")
                .orElseThrow()
                .getReason())
        .isIn("HeldOut", "Replaced");
  }

  @Test
  void aPromptEditOnTheWayIsTakenOverAndEvaluatedAgain() {
    surroundings.job("evaluate", (job, attempt) -> null);
    desk.heals("Heal");
    desk.drifts();
    rig.start();
    eventually().untilAsserted(() -> assertThat(rig.all(Evaluation.class)).hasSize(1));
    String first = rig.only(Evaluation.class).getMetadata().getName();

    String stable = desk.changesPrompt();
    eventually()
        .untilAsserted(
            () -> {
              Evaluation second = rig.only(Evaluation.class);
              assertThat(second.getMetadata().getName()).isNotEqualTo(first);
              assertThat(second.getSpec().stableRef().name()).isEqualTo(stable);
            });
    assertThat(rig.all(FineTuneJob.class)).as("trained once").hasSize(1);
    assertThat(rig.only(HealingRun.class).getStatus().rebasedOn()).isEqualTo(stable);
    Release candidate =
        rig.get(Release.class, rig.only(Evaluation.class).getSpec().releaseRef().name());
    assertThat(candidate.getSpec().tuple().prompt().text()).isEqualTo("You are kind.");
    assertThat(candidate.getSpec().tuple().adapter().name()).startsWith("run-tune-");
  }

  @Test
  void anOperatorThatDiesAgainAndAgainAsksTriesAndMergesOnce() {
    Random random = new Random(SEED);
    desk.wasRepairedFor("order");
    surroundings.job(
        "evaluate", (job, attempt) -> merged() ? Surroundings.PASSED : Surroundings.FAILED);
    desk.heals("Heal", "holdSeconds: 0\n  approval: BeforeRelease");
    desk.drifts();

    int lives = 0;
    while (!succeeded()) {
      assertThat(++lives)
          .as("lives of the operator until the repair was promoted, seed %d", SEED)
          .isLessThan(MOST_LIVES);
      desk.drifts(); // the monitor goes on to speak
      if (asks() && rig.all(Intervention.class).isEmpty()) {
        orders("Approve");
      }
      Mortality mortality = new Mortality(1 + random.nextInt(MOST_WRITES));
      rig.start(mortality);
      mortality.awaitEnd(LIFE_SECONDS);
      rig.stop();
    }

    assertMergedOnce(rig.only(HealingRun.class), rig.only(AdapterMerge.class));
  }

  private void assertMergedOnce(HealingRun run, AdapterMerge merge) {
    assertThat(merge.getSpec().inputs())
        .extracting(input -> input.fineTuneJobRef().name())
        .containsExactly("order-tune", run.getMetadata().getName() + "-tune");
    assertThat(rig.all(FineTuneJob.class)).hasSize(2);
    assertThat(rig.all(Evaluation.class)).hasSize(2);
    assertThat(run.getStatus().strategy()).isEqualTo("Merge");
    assertThat(run.getStatus().tried())
        .singleElement()
        .satisfies(tried -> assertThat(tried.message()).contains("kept-order"));
    assertThat(run.getStatus().approvals()).hasSize(1);
    Release candidate =
        rig.get(Release.class, rig.only(CanaryRelease.class).getSpec().candidateRef().name());
    assertThat(candidate.getSpec().servedModel()).isEqualTo("merged-1");
    assertThat(candidate.getSpec().provenance().adapterMerge())
        .isEqualTo(merge.getMetadata().getName());
  }

  private boolean merged() {
    return !rig.all(AdapterMerge.class).isEmpty();
  }

  private boolean asks() {
    return rig.all(HealingRun.class).stream()
        .anyMatch(run -> run.getStatus() != null && run.getStatus().awaiting() != null);
  }

  private boolean succeeded() {
    return rig.all(HealingRun.class).stream()
        .anyMatch(run -> run.getStatus() != null && "Succeeded".equals(run.getStatus().state()));
  }
}
