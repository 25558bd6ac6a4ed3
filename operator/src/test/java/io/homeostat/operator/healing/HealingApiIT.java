package io.homeostat.operator.healing;

import static io.homeostat.operator.rig.Rig.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.release.Release;
import io.homeostat.operator.rig.Desk;
import io.homeostat.operator.rig.Mortality;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * From a verdict to a promoted repair on a real API server; Jobs, releases and canaries are ended
 * by a stand-in.
 */
class HealingApiIT extends OneHealing {
  private static final int SEED = 7;
  private static final int MOST_WRITES = 3;
  private static final int MOST_LIVES = 120;
  private static final int LIFE_SECONDS = 8;

  @Test
  void aDriftBecomesAPromotedRepairStepByStep() {
    desk.heals("Heal");
    desk.drifts();
    rig.start();

    eventually()
        .untilAsserted(
            () ->
                assertThat(rig.only(HealingRun.class).getStatus().state()).isEqualTo("Succeeded"));

    HealingRun run = rig.only(HealingRun.class);
    assertThat(run.getStatus().conditions())
        .extracting(Condition::getType)
        .containsExactly(
            "Attributed",
            "DatasetReady",
            "Trained",
            "Merged",
            "Released",
            "Evaluated",
            "Canaried",
            "Held",
            "Succeeded");
    assertThat(run.getStatus().effect()).isEqualTo("0.420 [0.350, 0.480]");
    assertOneOfEach(run);
    assertThat(rig.events.reasons("HealingPolicy")).contains("RepairStarted");
    assertThat(rig.events.reasons("HealingRun")).contains("Creating", "Promoted");
    eventually()
        .untilAsserted(
            () -> {
              HealingPolicy policy = rig.only(HealingPolicy.class);
              assertThat(policy.getStatus().lastRun()).isEqualTo(run.getMetadata().getName());
              assertThat(policy.getStatus().lastOutcome()).isEqualTo("Promoted");
              assertThat(policy.getStatus().state()).isEqualTo("Cooldown");
            });
  }

  @Test
  void anOperatorThatDiesAgainAndAgainBetweenItsWritesMakesOneOfEach() {
    Random random = new Random(SEED);
    desk.heals("Heal");
    desk.drifts();

    int lives = 0;
    while (!healed()) {
      assertThat(++lives)
          .as("lives of the operator until the repair was promoted, seed %d", SEED)
          .isLessThan(MOST_LIVES);
      desk.drifts(); // the monitor goes on to speak
      Mortality mortality = new Mortality(1 + random.nextInt(MOST_WRITES));
      rig.start(mortality);
      mortality.awaitEnd(LIFE_SECONDS);
      rig.stop();
    }

    assertThat(lives).isGreaterThan(10);
    assertOneOfEach(rig.only(HealingRun.class));
  }

  @Test
  void observeModeSaysWhatItWouldDoAndDoesNothing() {
    desk.heals("Observe");
    desk.drifts();
    rig.start();

    eventually()
        .untilAsserted(
            () -> {
              HealingPolicy policy = rig.only(HealingPolicy.class);
              assertThat(policy.getStatus().state()).isEqualTo("Observing");
              assertThat(
                      Conditions.find(policy.getStatus().conditions(), "Triggered")
                          .orElseThrow()
                          .getMessage())
                  .contains("'date' fell by 0.410", "would try an adapter trained on corrections");
            });
    assertThat(rig.all(HealingRun.class)).isEmpty();
    assertThat(rig.events.reasons("HealingPolicy")).contains("ObserveOnly");
  }

  private boolean healed() {
    return rig.all(HealingRun.class).stream()
        .anyMatch(run -> run.getStatus() != null && "Succeeded".equals(run.getStatus().state()));
  }

  private void assertOneOfEach(HealingRun run) {
    String name = run.getMetadata().getName();
    Dataset dataset = rig.only(Dataset.class);
    FineTuneJob tuning = rig.only(FineTuneJob.class);
    Evaluation evaluation = rig.only(Evaluation.class);
    CanaryRelease canary = rig.only(CanaryRelease.class);
    Release release = onlyMadeRelease();
    assertThat(rig.client.batch().v1().jobs().inNamespace(rig.namespace).list().getItems())
        .extracting(job -> job.getMetadata().getName())
        .containsExactlyInAnyOrder(
            name + "-data-dset-1",
            name + "-tune-ft-1",
            evaluation.getMetadata().getName() + "-eval-1");
    for (var child : List.of(dataset, tuning, release, evaluation, canary)) {
      assertThat(child.getMetadata().getLabels()).containsEntry("homeostat.io/healing-run", name);
      assertThat(child.getMetadata().getOwnerReferences())
          .as("owners of %s", child.getKind())
          .noneMatch(owner -> owner.getKind().equals("HealingRun"));
    }
    assertRepaired(release, dataset);
    assertThat(evaluation.getSpec().stableRef().name()).isEqualTo(Desk.STABLE_NAME);
    assertThat(canary.getSpec().candidateRef().name()).isEqualTo(release.getMetadata().getName());
    assertMustBeBetterWhereItFellAndKeepTheRest(canary);
    assertJobJson(name);
  }

  private Release onlyMadeRelease() {
    return rig.all(Release.class).stream()
        .filter(r -> !r.getMetadata().getName().equals(Desk.STABLE_NAME))
        .reduce(
            (a, b) -> {
              throw new AssertionError("two releases were made");
            })
        .orElseThrow();
  }

  private static void assertRepaired(Release release, Dataset dataset) {
    assertThat(release.getMetadata().getOwnerReferences())
        .singleElement()
        .extracting("kind")
        .isEqualTo("ModelService");
    assertThat(release.getSpec().servedModel()).isEqualTo("run-tune-ba9876543210");
    assertThat(release.getSpec().tuple().prompt()).isEqualTo(Desk.STABLE.prompt());
    assertThat(release.getSpec().provenance().dataset()).isEqualTo(dataset.getMetadata().getName());
  }

  private static void assertMustBeBetterWhereItFellAndKeepTheRest(CanaryRelease canary) {
    assertThat(canary.getSpec().plan().analysis())
        .extracting(Analysis::name, Analysis::capability, Analysis::minimumEffect, Analysis::margin)
        .containsExactly(
            tuple("better-date", "date", "0.205", null),
            tuple("kept-units", "units", null, "0.05"),
            tuple("kept-order", "order", null, "0.05"),
            tuple("errors", null, null, "0.05"));
  }

  private void assertJobJson(String run) {
    ConfigMap config =
        rig.client.configMaps().inNamespace(rig.namespace).withName(run + "-data-dset").get();
    assertThat(config.getData().get("job.json"))
        .contains(
            "\"since\" : \"2026-11-21T07:50:00Z\"",
            "\"minimum\" : 60",
            "/sources/models/base-1/replay.jsonl");
    Job job =
        rig.client
            .batch()
            .v1()
            .jobs()
            .inNamespace(rig.namespace)
            .withName(run + "-data-dset-1")
            .get();
    assertThat(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .isEqualTo("jobs:1");
    assertThat(
            rig.client
                .secrets()
                .inNamespace(rig.namespace)
                .withName(run + "-data-dset")
                .get()
                .getData())
        .containsKey("ARCHIVE_TOKEN");
  }
}
