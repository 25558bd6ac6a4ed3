package io.homeostat.operator.learning.decide;

import static io.homeostat.operator.learning.decide.TasksTest.blocked;
import static io.homeostat.operator.learning.decide.TasksTest.ready;
import static io.homeostat.operator.learning.decide.TasksTest.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.dataset.DatasetSource;
import io.homeostat.crds.dataset.DatasetSpec;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.dataset.RowRules;
import io.homeostat.crds.release.ReleaseSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a Dataset's Job is told. */
class DatasetTaskTest {
  private static final DatasetSource CORRECTIONS =
      new DatasetSource(
          "corrections",
          new DatasetSource.Corrections("date", "2026-11-21T07:50:00Z", 60, 600),
          null,
          null,
          null,
          null);
  private static final DatasetSource REPLAY =
      new DatasetSource(
          "replay",
          null,
          null,
          new DatasetSource.File("pvc://models/base-1/replay.jsonl", "BaseTraining", 1600),
          null,
          null);
  private static final DatasetSource EARLIER =
      new DatasetSource(
          "earlier", null, null, null, new DatasetSource.Replayed(new Ref("earlier"), 300), null);

  @Test
  void aDatasetJobKnowsWhereEverythingIs() {
    LearningTask task = ready(dataset(spec(null, CORRECTIONS, REPLAY), service("artifacts")));

    assertThat(task.command()).isEqualTo("dataset");
    assertThat(task.config())
        .containsEntry("service", "shop/support")
        .containsEntry("name", "run-data")
        .containsEntry("build", 2)
        .containsEntry("generations", Map.of("support-base", 0, "support-repaired", 1))
        .containsEntry("archiveUrl", "http://archive:8080")
        .containsEntry(
            "sources",
            List.of(
                Map.of("name", "corrections", "corrections", CORRECTIONS.corrections()),
                Map.of(
                    "name",
                    "replay",
                    "file",
                    Map.of(
                        "path",
                        "/sources/models/base-1/replay.jsonl",
                        "provenance",
                        "BaseTraining",
                        "rows",
                        1600))))
        .containsEntry("testPerCapability", 100)
        .containsEntry("evaluationSets", List.of("/sources/golden/items.jsonl"))
        .containsEntry("outputDir", "/artifacts/datasets")
        .containsEntry("systemPrompt", "You are the support desk.")
        .doesNotContainKeys("filters")
        .doesNotContainValue("token");
    assertThat(task.secrets()).isEqualTo(Map.of("ARCHIVE_TOKEN", "token"));
    assertThat(task.mounts())
        .containsExactly(
            new ClaimMount("artifacts", "datasets", "/artifacts/datasets", false),
            new ClaimMount("golden", null, "/sources/golden", true),
            new ClaimMount("models", null, "/sources/models", true));
  }

  @Test
  void rowsFromBeforeAChangeAreNamedByItsCorrectionsOrByTheSpec() {
    assertThat(ready(dataset(spec(null, CORRECTIONS), service("a"))).config())
        .containsEntry(
            "outdated",
            List.of(
                Map.of("capability", "date", "since", "2026-11-21T07:50:00Z", "graceSeconds", 0)));
    DatasetSpec.Drift drift = new DatasetSpec.Drift("units", "2026-11-20T00:00:00Z", 300);
    assertThat(ready(dataset(spec(drift, CORRECTIONS), service("a"))).config())
        .containsEntry(
            "outdated",
            List.of(
                Map.of(
                    "capability", "units", "since", "2026-11-20T00:00:00Z", "graceSeconds", 600)));
  }

  @Test
  void theKeysOfATeacherAndItsJudgeComeFromTheirSecrets() {
    KeyRef key = new KeyRef("teacher", "token");
    DatasetSource source =
        new DatasetSource(
            "big-model",
            null,
            null,
            null,
            null,
            new DatasetSource.Teacher(
                "https://api.example.com/v1",
                "big",
                key,
                null,
                new DatasetSource.Accept(
                    null, new DatasetSource.TeacherJudge("http://judge/v1", "other", null, 4))));

    LearningTask task = ready(dataset(spec(null, source), service("a")));

    assertThat(task.secretRefs()).isEqualTo(Map.of("TEACHER_KEY_BIG_MODEL", key));
    assertThat(task.config().get("sources").toString())
        .contains(
            "keyVariable=TEACHER_KEY_BIG_MODEL", "endpoint=http://judge/v1", "minimumScore=4");
  }

  @Test
  void theRowsOfAnotherDatasetAreReadWhereItsCurrentVersionLies() {
    LearningTask task = ready(dataset(spec(null, EARLIER), service("artifacts")));

    assertThat(task.config())
        .containsEntry(
            "sources",
            List.of(
                Map.of(
                    "name",
                    "earlier",
                    "dataset",
                    Map.of("path", "/sources/old/datasets/earlier-0123456789ab", "rows", 300))));
    assertThat(task.mounts()).contains(new ClaimMount("old", null, "/sources/old", true));
    assertThat(
            blocked(
                DatasetTask.prepare(
                    "d",
                    1,
                    spec(null, EARLIER),
                    service("a"),
                    new DatasetSurroundings(Map.of(), Map.of()),
                    "u",
                    "t")))
        .isEqualTo(LearningReason.DatasetNotFound);
    assertThat(
            blocked(
                DatasetTask.prepare(
                    "d",
                    1,
                    spec(null, EARLIER),
                    service("a"),
                    new DatasetSurroundings(Map.of("earlier", built(null, null)), Map.of()),
                    "u",
                    "t")))
        .isEqualTo(LearningReason.DatasetNotReady);
  }

  @Test
  void whatIsMissingBlocksAndIsNamed() {
    DatasetSpec spec = spec(null, CORRECTIONS);
    assertThat(blocked(dataset(spec, null))).isEqualTo(LearningReason.ModelServiceNotFound);
    assertThat(blocked(dataset(spec, service(null)))).isEqualTo(LearningReason.NoArtifactsClaim);
    assertThat(
            blocked(
                dataset(spec, new ServiceView("shop", "support", "u", service("a").spec(), null))))
        .isEqualTo(LearningReason.NoStableRelease);
  }

  private static Preparation dataset(DatasetSpec spec, ServiceView service) {
    return DatasetTask.prepare(
        "run-data",
        2,
        spec,
        service,
        new DatasetSurroundings(
            Map.of("earlier", built("pvc://old/datasets/earlier-0123456789ab", 1)),
            Map.of("support-base", release(null), "support-repaired", release("earlier"))),
        "http://archive:8080",
        "token");
  }

  private static DatasetStatus built(String uri, Integer generation) {
    return new DatasetStatus(
        1L,
        null,
        1,
        "d",
        uri,
        null,
        1,
        1,
        1,
        0,
        1,
        generation,
        "j",
        1,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static ReleaseSpec release(String dataset) {
    return new ReleaseSpec(
        new Ref("support"),
        "f",
        "a",
        null,
        new ReleaseSpec.Provenance(null, null, dataset, 1, null));
  }

  private static DatasetSpec spec(DatasetSpec.Drift drift, DatasetSource... sources) {
    return new DatasetSpec(
        new Ref("support"),
        List.of(sources),
        drift,
        null,
        1000,
        null,
        null,
        null,
        null,
        null,
        new RowRules.Split(100, "0.2", List.of("pvc://golden/items.jsonl")),
        null);
  }
}
