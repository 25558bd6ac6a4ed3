package io.homeostat.operator.learning;

import static io.homeostat.operator.rig.Rig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.rig.Desk;
import io.homeostat.operator.rig.Rig;
import io.homeostat.operator.rig.Surroundings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a FineTuneJob around its training, on a real API server. */
class FineTuneJobApiIT {
  private Rig rig;
  private Surroundings surroundings;

  @BeforeEach
  void begin() {
    rig = new Rig(List.of(DatasetReconciler::new, FineTuneJobReconciler::new));
    surroundings = new Surroundings(rig);
    new Desk(rig);
    rig.create(
        Dataset.class,
        """
        metadata: {name: rows}
        spec:
          modelServiceRef: {name: support}
          sources: [{name: replay, file: {uri: "pvc://models/base-1/replay.jsonl"}}]
        """);
  }

  @AfterEach
  void end() {
    surroundings.close();
    rig.close();
  }

  @Test
  void aTrainingOfAQueueWaitsUntilTheQueueLetsItStart() {
    tuning("queue: gpus");
    rig.start();

    eventually()
        .untilAsserted(
            () ->
                assertThat(succeeded().getMessage())
                    .isEqualTo("the Job's pod waits: it is queued in LocalQueue 'gpus'"));
    Job queued = job("mine-ft-1");
    assertThat(queued.getMetadata().getLabels()).containsEntry("kueue.x-k8s.io/queue-name", "gpus");

    rig.client
        .resource(queued)
        .edit(let -> new JobBuilder(let).editSpec().withSuspend(false).endSpec().build());
    eventually().untilAsserted(() -> assertThat(succeeded().getStatus()).isEqualTo("True"));
  }

  @Test
  void aTrainingWithoutEnoughMemoryIsStartedAgainWithSmallerBatches() {
    surroundings.job(
        "finetune",
        (job, attempt) ->
            attempt == 1
                ? new Surroundings.End(137, "OOMKilled", null)
                : new Surroundings.End(0, "Completed", Surroundings.TUNED));
    tuning("");
    rig.start();

    eventually().untilAsserted(() -> assertThat(succeeded().getStatus()).isEqualTo("True"));
    assertThat(
            job("mine-ft-2").getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv())
        .contains(new EnvVar("BATCH_DIVISOR", "4", null));
    assertThat(rig.events.reasons("FineTuneJob")).contains("JobRestarted");
  }

  @Test
  void theAliasInMlflowFollowsTheReleaseThatServes() {
    surroundings.job(
        "finetune",
        (job, attempt) ->
            new Surroundings.End(
                0,
                "Completed",
                Surroundings.TUNED.replaceFirst(
                    "}$",
                    ",\"tracking\":{\"run\":\"r1\",\"model\":\"shop.support\",\"version\":\"3\"}}")));
    surroundings.job(
        "alias", (job, attempt) -> new Surroundings.End(0, "Completed", "{\"alias\":\"stable\"}"));
    tuning("tracking: {secretRef: {name: mlflow}}");
    rig.start();
    eventually().untilAsserted(() -> assertThat(succeeded().getStatus()).isEqualTo("True"));
    assertThat(tracked().version()).isEqualTo("3");
    assertThat(tracked().alias()).isNull();
    assertThat(job("mine-alias-0-1")).isNull();

    serve(Desk.STABLE.withAdapter(adapter(rig.get(FineTuneJob.class, "mine"))));
    eventually().untilAsserted(() -> assertThat(tracked().alias()).isEqualTo("stable"));
    assertThat(moves("mine-alias-0")).contains("\"action\" : \"Set\"", "\"version\" : \"3\"");

    serve(Desk.STABLE);
    eventually().untilAsserted(() -> assertThat(tracked().alias()).isNull());
    assertThat(moves("mine-alias-1")).contains("\"action\" : \"Remove\"");
    assertThat(tracked().moves()).isEqualTo(2);
  }

  @Test
  void anAdapterGoesWithItsFineTuneJobAndNotWhileAServicePinsIt() {
    tuning("");
    rig.start();
    eventually().untilAsserted(() -> assertThat(succeeded().getStatus()).isEqualTo("True"));
    pin("run-tune-ba9876543210", "ba9876543210");

    rig.client.resource(rig.get(FineTuneJob.class, "mine")).delete();

    eventually()
        .untilAsserted(
            () -> assertThat(rig.events.reasons("FineTuneJob")).contains("HeldByService"));
    assertThat(job("mine-rm-1")).isNull();
    pin("another-0123456789ab", "0123456789ab");
    eventually().untilAsserted(() -> assertThat(rig.get(FineTuneJob.class, "mine")).isNull());
    assertThat(rig.events.reasons("FineTuneJob")).contains("ArtifactRemoved");
    assertThat(
            job("mine-rm-1").getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs())
        .contains("remove");
  }

  private FineTuneJobStatus.Tracked tracked() {
    return rig.get(FineTuneJob.class, "mine").getStatus().tracking();
  }

  private static ReleaseTuple.Adapter adapter(FineTuneJob job) {
    FineTuneJobStatus.Artifact artifact = job.getStatus().artifact();
    return new ReleaseTuple.Adapter(artifact.name(), artifact.uri(), artifact.digest());
  }

  /** Makes a release stable, as the reconciler of the ModelService does. */
  private void serve(ReleaseTuple tuple) {
    TrafficPlan plan = rig.get(TrafficPlan.class, "support");
    TrafficPlanSpec spec = plan.getSpec();
    String name = ReleaseFingerprint.name("support", ReleaseFingerprint.of(tuple));
    plan.setSpec(
        new TrafficPlanSpec(
            spec.modelServiceRef(),
            spec.revision() + 1,
            name,
            "",
            List.of(new TrafficPlanSpec.Route(name, "Stable", 1000, "base", tuple)),
            List.of(),
            null));
    rig.client.resource(plan).update();
  }

  private String moves(String config) {
    return rig.client
        .configMaps()
        .inNamespace(rig.namespace)
        .withName(config)
        .get()
        .getData()
        .get("job.json");
  }

  private void pin(String adapter, String digest) {
    rig.client
        .resources(ModelService.class)
        .inNamespace(rig.namespace)
        .withName("support")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"spec": {"adapter": {
              "mode": "Pinned", "uri": "pvc://artifacts/adapters/%s", "digest": "%s"}}}
            """
                .formatted(adapter, digest.repeat(6).substring(0, 64)));
  }

  private Job job(String name) {
    return rig.client.batch().v1().jobs().inNamespace(rig.namespace).withName(name).get();
  }

  private void tuning(String more) {
    rig.create(
        FineTuneJob.class,
        """
        metadata: {name: mine}
        spec:
          modelServiceRef: {name: support}
          datasetRef: {name: rows}
          %s
        """
            .formatted(more));
  }

  private Condition succeeded() {
    return Conditions.find(rig.get(FineTuneJob.class, "mine").getStatus().conditions(), "Succeeded")
        .orElseThrow(NullPointerException::new);
  }
}
