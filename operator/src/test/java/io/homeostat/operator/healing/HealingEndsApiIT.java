package io.homeostat.operator.healing;

import static io.homeostat.operator.rig.Rig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.release.Release;
import io.homeostat.operator.rig.Surroundings;
import org.junit.jupiter.api.Test;

/** Repairs that fail, are begun anew or are deleted, on a real API server. */
class HealingEndsApiIT extends OneHealing {
  @Test
  void aTrainingThatFailsEndsTheRunWithItsLastWordsAndStartsTheCooldown() {
    surroundings.job(
        "finetune",
        (job, attempt) ->
            new Surroundings.End(1, "Error", "{\"error\":\"no space left in claim artifacts\"}"));
    desk.heals("Heal");
    desk.drifts();
    rig.start();

    eventually()
        .untilAsserted(
            () -> assertThat(rig.only(HealingRun.class).getStatus().state()).isEqualTo("Failed"));

    assertThat(succeeded(rig.only(FineTuneJob.class)).getStatus()).isEqualTo("False");
    assertThat(succeeded(rig.only(FineTuneJob.class)).getMessage())
        .isEqualTo("no space left in claim artifacts");
    HealingRun run = rig.only(HealingRun.class);
    assertThat(
            Conditions.find(run.getStatus().conditions(), "Succeeded").orElseThrow().getMessage())
        .contains("no space left in claim artifacts");
    eventually()
        .untilAsserted(
            () ->
                assertThat(rig.only(HealingPolicy.class).getStatus().state())
                    .isEqualTo("Cooldown"));
    desk.drifts();
    assertThat(rig.all(HealingRun.class)).hasSize(1);
    assertThat(rig.all(Release.class)).hasSize(1);
  }

  @Test
  void anEvictedTrainingIsStartedAgain() {
    surroundings.job(
        "finetune",
        (job, attempt) ->
            attempt == 1
                ? new Surroundings.End(137, "Error", "step 17 of 90")
                : new Surroundings.End(
                    0,
                    "Completed",
                    "{\"name\":\"run-tune-ba9876543210\",\"digest\":\"%s\",\"loss\":0.01}"
                        .formatted("b".repeat(64))));
    desk.heals("Heal");
    desk.drifts();
    rig.start();

    eventually()
        .untilAsserted(
            () ->
                assertThat(rig.only(HealingRun.class).getStatus().state()).isEqualTo("Succeeded"));
    assertThat(rig.only(FineTuneJob.class).getStatus().job()).endsWith("-ft-2");
    assertThat(rig.events.reasons("FineTuneJob"))
        .contains("JobStarted", "JobRestarted", "JobFinished");
  }

  @Test
  void aRunThatIsDeletedOnItsWayAbortsItsCanaryAndKeepsWhatIsFinished() {
    surroundings.canariesEnd(null);
    desk.heals("Heal");
    desk.drifts();
    rig.start();
    eventually().untilAsserted(() -> assertThat(rig.all(CanaryRelease.class)).hasSize(1));
    rig.client.resource(rig.only(HealingPolicy.class)).delete();

    rig.client.resource(rig.only(HealingRun.class)).delete();

    eventually().untilAsserted(() -> assertThat(rig.all(HealingRun.class)).isEmpty());
    assertThat(rig.all(CanaryRelease.class)).isEmpty();
    assertThat(rig.all(Evaluation.class)).hasSize(1);
    assertThat(rig.all(Release.class)).hasSize(2);
  }

  @Test
  void aRunThatIsDeletedWhileItsDatasetIsBuiltRemovesIt() {
    surroundings.job("dataset", (job, attempt) -> null);
    desk.heals("Heal");
    desk.drifts();
    rig.start();
    eventually()
        .untilAsserted(() -> assertThat(rig.only(Dataset.class).getStatus().job()).isNotNull());
    rig.client.resource(rig.only(HealingPolicy.class)).delete();

    rig.client.resource(rig.only(HealingRun.class)).delete();

    eventually().untilAsserted(() -> assertThat(rig.all(Dataset.class)).isEmpty());
  }

  @Test
  void whatAReleaseWasMadeFromStaysAsLongAsTheRelease() {
    desk.heals("Heal");
    desk.drifts();
    rig.start();
    eventually()
        .untilAsserted(
            () ->
                assertThat(rig.only(HealingRun.class).getStatus().state()).isEqualTo("Succeeded"));
    Release made =
        rig.all(Release.class).stream()
            .filter(r -> r.getSpec().provenance() != null)
            .findFirst()
            .orElseThrow();

    rig.client.resource(rig.only(HealingPolicy.class)).delete();
    rig.client.resource(rig.only(HealingRun.class)).delete();
    rig.client.resource(rig.only(Dataset.class)).delete();
    rig.client.resource(rig.only(FineTuneJob.class)).delete();
    rig.client.resource(rig.only(Evaluation.class)).delete();

    eventually()
        .untilAsserted(
            () -> {
              assertThat(rig.all(HealingRun.class)).isEmpty();
              assertThat(rig.events.reasons("Dataset")).contains("HeldByRelease");
              assertThat(rig.events.reasons("FineTuneJob")).contains("HeldByRelease");
              assertThat(rig.events.reasons("Evaluation")).contains("HeldByRelease");
            });
    assertThat(rig.all(Dataset.class)).hasSize(1);

    rig.client.resource(made).delete();
    eventually()
        .untilAsserted(
            () -> {
              assertThat(rig.all(Dataset.class)).isEmpty();
              assertThat(rig.all(FineTuneJob.class)).isEmpty();
              assertThat(rig.all(Evaluation.class)).isEmpty();
            });
  }

  private static Condition succeeded(FineTuneJob job) {
    return Conditions.find(job.getStatus().conditions(), "Succeeded").orElseThrow();
  }
}
