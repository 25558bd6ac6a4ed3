package io.homeostat.operator.learning;

import static io.homeostat.operator.rig.Rig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.operator.rig.Desk;
import io.homeostat.operator.rig.Rig;
import io.homeostat.operator.rig.Surroundings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AdapterMerges on a real API server: what they wait for, what they say, what holds them. */
class MergeApiIT {
  private static final String MERGED =
      """
      {"verdict":"Pass","name":"both-0123456789ab","digest":"%s","method":"Concatenation","rank":16,"capabilities":1,
       "tried":[{"method":"Concatenation","weights":[1.0,1.0],"rank":16,"score":0.99,"worst":-0.01,"chosen":true}],
       "guard":[{"capability":"date","result":"Pass","input":"a","best":1.0,"merged":0.99,"difference":-0.01,
                 "lower":-0.04,"upper":0.02,"items":200,"trained":0}]}\
      """
          .formatted("01234567".repeat(8));

  private Rig rig;
  private Surroundings surroundings;

  @BeforeEach
  void begin() {
    rig =
        new Rig(
            List.of(
                DatasetReconciler::new, FineTuneJobReconciler::new, AdapterMergeReconciler::new));
    surroundings = new Surroundings(rig);
    surroundings.job("merge", (job, attempt) -> end(MERGED));
    new Desk(rig);
  }

  @AfterEach
  void end() {
    surroundings.close();
    rig.close();
  }

  @Test
  void aMergeWaitsForItsInputsAndTellsWhatCameOut() {
    merge("both", "fineTuneJobRef: {name: one}", "fineTuneJobRef: {name: two}");
    rig.start();
    eventually()
        .untilAsserted(() -> assertThat(succeeded("both").getReason()).isEqualTo("InputNotFound"));
    assertThat(jobs("merge")).isEmpty();

    tuning("one");
    tuning("two");

    eventually().untilAsserted(() -> assertThat(succeeded("both").getStatus()).isEqualTo("True"));
    AdapterMergeStatus status = rig.get(AdapterMerge.class, "both").getStatus();
    assertThat(status.artifact().uri()).isEqualTo("pvc://artifacts/adapters/both-0123456789ab");
    assertThat(status.method()).isEqualTo("Concatenation");
    assertThat(status.worst()).isEqualTo("date -0.010");
    assertThat(status.inputs())
        .extracting(AdapterMergeStatus.Source::datasets)
        .containsExactly(List.of("one"), List.of("two"));
    assertThat(jobs("merge")).hasSize(1);
  }

  @Test
  void aMergeOfAMergeStandsOnTheDatasetsOfAll() {
    tuning("one");
    tuning("two");
    tuning("three");
    merge("both", "fineTuneJobRef: {name: one}", "fineTuneJobRef: {name: two}");
    merge("all", "adapterMergeRef: {name: both}", "fineTuneJobRef: {name: three}");
    rig.start();

    eventually().untilAsserted(() -> assertThat(succeeded("all").getStatus()).isEqualTo("True"));
    assertThat(rig.get(AdapterMerge.class, "all").getStatus().inputs())
        .extracting(AdapterMergeStatus.Source::datasets)
        .containsExactly(List.of("one", "two"), List.of("three"));
  }

  @Test
  void aGuardThatFailsLeavesTheInputsUsable() {
    surroundings.job("merge", (job, attempt) -> end(MERGED.replace("\"Pass\"", "\"Fail\"")));
    tuning("one");
    tuning("two");
    merge("both", "fineTuneJobRef: {name: one}", "fineTuneJobRef: {name: two}");
    rig.start();

    eventually()
        .untilAsserted(() -> assertThat(succeeded("both").getReason()).isEqualTo("GuardFailed"));
    assertThat(rig.get(AdapterMerge.class, "both").getStatus().artifact()).isNull();
    assertThat(rig.get(AdapterMerge.class, "both").getStatus().tried()).hasSize(1);
    assertThat(rig.get(FineTuneJob.class, "one").getStatus().artifact()).isNotNull();
    assertThat(rig.events.reasons("AdapterMerge")).contains("JobStarted");
  }

  @Test
  void whatTheInfrastructureEndsIsStartedAgainAndMadeOnce() {
    surroundings.job(
        "merge",
        (job, attempt) -> attempt == 1 ? new Surroundings.End(137, "Error", null) : end(MERGED));
    tuning("one");
    tuning("two");
    merge("both", "fineTuneJobRef: {name: one}", "fineTuneJobRef: {name: two}");
    rig.start();

    eventually().untilAsserted(() -> assertThat(succeeded("both").getStatus()).isEqualTo("True"));
    assertThat(jobs("merge"))
        .extracting(job -> job.getMetadata().getName())
        .containsExactlyInAnyOrder("both-merge-1", "both-merge-2");
  }

  @Test
  void aMergeStaysUntilTheReleaseThatWasMadeFromItGoes() {
    Release release = rig.get(Release.class, Desk.STABLE_NAME);
    release.getMetadata().setName("support-merged");
    release.getMetadata().setResourceVersion(null);
    release.getMetadata().setUid(null);
    ReleaseSpec spec = release.getSpec();
    release.setSpec(
        new ReleaseSpec(
            spec.modelServiceRef(),
            spec.fingerprint(),
            spec.servedModel(),
            spec.tuple(),
            new ReleaseSpec.Provenance(null, null, null, null, "both")));
    rig.client.resource(release).create();
    tuning("one");
    tuning("two");
    merge("both", "fineTuneJobRef: {name: one}", "fineTuneJobRef: {name: two}");
    rig.start();
    eventually().untilAsserted(() -> assertThat(succeeded("both").getStatus()).isEqualTo("True"));

    rig.client.resource(rig.get(AdapterMerge.class, "both")).delete();
    eventually()
        .untilAsserted(
            () -> assertThat(rig.events.reasons("AdapterMerge")).contains("HeldByRelease"));
    assertThat(rig.get(AdapterMerge.class, "both")).isNotNull();

    rig.client.resource(release).delete();
    eventually().untilAsserted(() -> assertThat(rig.get(AdapterMerge.class, "both")).isNull());
  }

  private static Surroundings.End end(String message) {
    return new Surroundings.End(0, "Completed", message);
  }

  private void tuning(String name) {
    rig.create(
        Dataset.class,
        """
        metadata: {name: %s}
        spec:
          modelServiceRef: {name: support}
          corrections: {capability: date, since: "2026-11-21T07:50:00Z", minimum: 60}
        """
            .formatted(name));
    rig.create(
        FineTuneJob.class,
        """
        metadata: {name: %s}
        spec: {modelServiceRef: {name: support}, datasetRef: {name: %s}}
        """
            .formatted(name, name));
  }

  private void merge(String name, String first, String second) {
    rig.create(
        AdapterMerge.class,
        """
        metadata: {name: %s}
        spec:
          modelServiceRef: {name: support}
          inputs:
          - {name: a, %s}
          - {name: b, %s}
        """
            .formatted(name, first, second));
  }

  private List<Job> jobs(String command) {
    return rig.client.batch().v1().jobs().inNamespace(rig.namespace).list().getItems().stream()
        .filter(job -> job.getMetadata().getName().contains("-" + command + "-"))
        .toList();
  }

  private Condition succeeded(String name) {
    AdapterMergeStatus status = rig.get(AdapterMerge.class, name).getStatus();
    assertThat(status).as("status of %s", name).isNotNull();
    return Conditions.find(status.conditions(), "Succeeded").orElseThrow(NullPointerException::new);
  }
}
