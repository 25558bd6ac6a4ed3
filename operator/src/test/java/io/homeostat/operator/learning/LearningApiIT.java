package io.homeostat.operator.learning;

import static io.homeostat.operator.rig.Rig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.operator.rig.Desk;
import io.homeostat.operator.rig.Rig;
import io.homeostat.operator.rig.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datasets and FineTuneJobs that users make themselves, on a real API server. */
class LearningApiIT {
  private HttpServer progress;
  private Rig rig;
  private Surroundings surroundings;

  @BeforeEach
  void begin() throws IOException {
    progress = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int port = progress.getAddress().getPort();
    rig =
        new Rig(
            List.of(
                frame -> new DatasetReconciler(frame, port),
                frame -> new FineTuneJobReconciler(frame, port)));
    surroundings = new Surroundings(rig);
  }

  @AfterEach
  void end() {
    surroundings.close();
    rig.close();
    progress.stop(0);
  }

  @Test
  void aRunningTrainingShowsWhatItsPodSays() {
    says(
        """
        {"phase":"Training","fraction":0.418,"etaSeconds":33,"loss":0.25,"message":"epoch 2 of 3"}\
        """);
    surroundings.job("finetune", (job, attempt) -> null);
    new Desk(rig);
    dataset("rows");
    tuning("mine", "rows");
    rig.start();

    eventually()
        .untilAsserted(
            () -> {
              FineTuneJobStatus status = rig.get(FineTuneJob.class, "mine").getStatus();
              assertThat(status.progress()).isEqualTo("42%");
              assertThat(status.etaSeconds()).isEqualTo(33);
              assertThat(status.loss()).isEqualTo("0.250");
              assertThat(status.startedAt()).isNotNull();
            });
    assertThat(rig.get(FineTuneJob.class, "mine").getStatus().job()).isEqualTo("mine-ft-1");
  }

  @Test
  void whatIsMissingIsAConditionAndItsArrivalStartsTheJob() {
    dataset("rows");
    tuning("mine", "rows");
    rig.start();

    eventually()
        .untilAsserted(
            () -> {
              assertThat(ready("rows").getReason()).isEqualTo("ModelServiceNotFound");
              assertThat(succeeded("mine").getReason()).isEqualTo("ModelServiceNotFound");
            });
    assertThat(jobs()).isEmpty();

    new Desk(rig);
    eventually()
        .untilAsserted(
            () -> {
              assertThat(ready("rows").getStatus()).isEqualTo("True");
              assertThat(succeeded("mine").getStatus()).isEqualTo("True");
            });
    assertThat(rig.get(FineTuneJob.class, "mine").getStatus().artifact().uri())
        .isEqualTo("pvc://artifacts/adapters/run-tune-ba9876543210");
    assertThat(rig.get(Dataset.class, "rows").getStatus().uri())
        .isEqualTo("pvc://artifacts/datasets/run-data-0123456789ab");
  }

  @Test
  void aDatasetThatFailsShowsItsJobsLastWords() {
    surroundings.job(
        "dataset",
        (job, attempt) ->
            new Surroundings.End(
                1, "Error", "{\"error\":\"expected 60 corrections in 600 s, found 12\"}"));
    new Desk(rig);
    dataset("rows");
    rig.start();

    eventually()
        .untilAsserted(
            () -> {
              assertThat(ready("rows").getStatus()).isEqualTo("False");
              assertThat(ready("rows").getReason()).isEqualTo("JobFailed");
              assertThat(ready("rows").getMessage())
                  .isEqualTo("expected 60 corrections in 600 s, found 12");
            });
    assertThat(jobs()).hasSize(1);
    assertThat(rig.events.reasons("Dataset")).contains("JobStarted", "JobFailed");
  }

  @Test
  void aChangedSpecMakesTheNextVersionAndTheOneBeforeStaysInUse() {
    new Desk(rig);
    dataset("rows");
    rig.start();
    eventually().untilAsserted(() -> assertThat(version("rows")).isEqualTo(1));

    surroundings.job("dataset", (job, attempt) -> null);
    rig.client
        .resources(Dataset.class)
        .inNamespace(rig.namespace)
        .withName("rows")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"maximumRows\":500}}");
    eventually()
        .untilAsserted(() -> assertThat(current("rows").getReason()).isEqualTo("JobRunning"));
    assertThat(ready("rows").getStatus()).isEqualTo("True");
    assertThat(rig.get(Dataset.class, "rows").getStatus().digest()).isEqualTo("d1");

    surroundings.job(
        "dataset",
        (job, attempt) ->
            new Surroundings.End(
                0, "Completed", "{\"digest\":\"d2\",\"uri\":\"rows-2\",\"trainRows\":9}"));
    eventually().untilAsserted(() -> assertThat(version("rows")).isEqualTo(2));
    DatasetStatus status = rig.get(Dataset.class, "rows").getStatus();
    assertThat(status.uri()).isEqualTo("pvc://artifacts/datasets/rows-2");
    assertThat(status.build()).isEqualTo(2);
    assertThat(current("rows").getStatus()).isEqualTo("True");
    assertThat(jobs())
        .extracting(job -> job.getMetadata().getName())
        .containsExactlyInAnyOrder("rows-dset-1", "rows-dset-2-1");
    onlyTheLatestBuildHasInputs();
  }

  private void onlyTheLatestBuildHasInputs() {
    assertThat(rig.client.configMaps().inNamespace(rig.namespace).withName("rows-dset").get())
        .as("what the first build was told")
        .isNull();
    assertThat(
            rig.client
                .secrets()
                .inNamespace(rig.namespace)
                .withName("rows-dset")
                .get()
                .getMetadata()
                .getOwnerReferences())
        .as("the Job takes its secret with it")
        .extracting(owner -> owner.getKind() + " " + owner.getName())
        .containsExactly("Job rows-dset-1");
  }

  @Test
  void objectsOfAnotherOwnerAreNotTakenOver() {
    rig.client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("rows-dset")
                .withNamespace(rig.namespace)
                .endMetadata()
                .addToData("job.json", "mine")
                .build())
        .create();
    new Desk(rig);
    dataset("rows");
    rig.start();

    eventually().untilAsserted(() -> assertThat(ready("rows").getReason()).isEqualTo("NameTaken"));
    assertThat(ready("rows").getMessage()).contains("ConfigMap 'rows-dset'");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aRestartReadsTheResultOfAJobThatEndedMeanwhile() {
    surroundings.job("dataset", (job, attempt) -> null);
    new Desk(rig);
    dataset("rows");
    rig.start();
    eventually().untilAsserted(() -> assertThat(ready("rows").getReason()).isEqualTo("JobRunning"));

    rig.stop();
    surroundings.job(
        "dataset",
        (job, attempt) ->
            new Surroundings.End(
                0, "Completed", "{\"digest\":\"d\",\"uri\":\"rows-1\",\"trainRows\":7}"));
    rig.start();

    eventually().untilAsserted(() -> assertThat(ready("rows").getStatus()).isEqualTo("True"));
    assertThat(rig.get(Dataset.class, "rows").getStatus().trainRows()).isEqualTo(7);
    assertThat(jobs()).hasSize(1);
  }

  private void says(String json) {
    progress.createContext(
        "/progress",
        exchange -> {
          byte[] body = json.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    progress.start();
  }

  private void dataset(String name) {
    rig.create(
        Dataset.class,
        """
        metadata: {name: %s}
        spec:
          modelServiceRef: {name: support}
          sources:
          - name: corrections
            corrections: {capability: date, since: "2026-11-21T07:50:00Z", minimum: 60}
          - name: replay
            file: {uri: "pvc://models/base-1/replay.jsonl"}
        """
            .formatted(name));
  }

  private void tuning(String name, String dataset) {
    rig.create(
        FineTuneJob.class,
        """
        metadata: {name: %s}
        spec:
          modelServiceRef: {name: support}
          datasetRef: {name: %s}
        """
            .formatted(name, dataset));
  }

  private List<Job> jobs() {
    return rig.client.batch().v1().jobs().inNamespace(rig.namespace).list().getItems();
  }

  private Condition ready(String dataset) {
    return Conditions.find(rig.get(Dataset.class, dataset).getStatus().conditions(), "Ready")
        .orElseThrow(NullPointerException::new);
  }

  private Integer version(String dataset) {
    DatasetStatus status = rig.get(Dataset.class, dataset).getStatus();
    return status == null ? null : status.version();
  }

  private Condition current(String dataset) {
    return Conditions.find(rig.get(Dataset.class, dataset).getStatus().conditions(), "Current")
        .orElseThrow(NullPointerException::new);
  }

  private Condition succeeded(String tuning) {
    return Conditions.find(rig.get(FineTuneJob.class, tuning).getStatus().conditions(), "Succeeded")
        .orElseThrow(NullPointerException::new);
  }
}
