package io.homeostat.operator.learning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.adaptermerge.AdapterMergeSpec;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Artifact;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergeTaskTest {
  private static final String SPEC =
      """
      modelServiceRef: {name: support}
      inputs:
      - {name: date, fineTuneJobRef: {name: date-tune}}
      - {name: ticket, fineTuneJobRef: {name: ticket-tune}, weight: "0.8"}
      density: "0.5"
      guard: {metric: ExactMatch, maximumRegression: "0.05"}
      seed: 17
      """;
  private static final MergeSource DATE =
      source("date", "1", "pvc://artifacts/adapters/date-0123456789ab", evidence("date"));
  private static final MergeSource TICKET =
      source("ticket", "0.8", "pvc://elsewhere/ticket-0123456789ab", evidence("ticket"));

  @Test
  void theJobKnowsWhereEveryInputAndItsItemsAre() {
    LearningTask task = ready(prepare(SPEC, 32, DATE, TICKET));

    assertThat(task.command()).isEqualTo("merge");
    assertThat(task.config())
        .containsEntry("name", "both")
        .containsEntry("modelPath", "/models/base-1")
        .containsEntry("outputDir", "/artifacts/adapters")
        .containsEntry("systemPrompt", "You are the support desk.")
        .containsEntry("maximumRank", 32)
        .containsEntry("density", "0.5")
        .containsEntry("seed", 17)
        .containsEntry("guard", new AdapterMergeSpec.Guard("ExactMatch", "0.05"))
        .doesNotContainKeys("method", "search");
    assertThat(task.config().get("inputs"))
        .isEqualTo(
            List.of(
                input("date", "1", "/inputs/artifacts/adapters/date-0123456789ab"),
                input("ticket", "0.8", "/inputs/elsewhere/ticket-0123456789ab")));
    assertThat(task.mounts())
        .containsExactly(
            new ClaimMount("models", null, "/models", true),
            new ClaimMount("artifacts", "adapters", "/artifacts/adapters", false),
            new ClaimMount("artifacts", null, "/inputs/artifacts", true),
            new ClaimMount("elsewhere", null, "/inputs/elsewhere", true));
  }

  @Test
  void listsOfASearchThatNobodyWroteAreLeftOut() {
    LearningTask task =
        ready(prepare(SPEC + "search: {methods: [Concatenation, TIESSVD]}", 16, DATE, TICKET));

    assertThat(task.config().get("search"))
        .isEqualTo(Map.of("methods", List.of("Concatenation", "TIESSVD")));
  }

  @Test
  void anInputWithoutAnAdapterBlocks() {
    MergeSource missing =
        new MergeSource(
            "ticket",
            "1",
            null,
            List.of(),
            new Preparation.Blocked(LearningReason.InputNotReady, "no adapter yet"));

    assertThat(prepare(SPEC, 16, DATE, missing))
        .isEqualTo(new Preparation.Blocked(LearningReason.InputNotReady, "no adapter yet"));
  }

  @Test
  void aDatasetThatIsNotBuiltBlocks() {
    MergeSource unbuilt =
        source(
            "ticket",
            "1",
            "pvc://artifacts/adapters/t",
            new MergeSource.Evidence("ticket-data", new DatasetView(null), List.of("ticket")));

    assertThat(prepare(SPEC, 16, DATE, unbuilt))
        .isEqualTo(
            new Preparation.Blocked(
                LearningReason.DatasetNotReady, "Dataset 'ticket-data' is not built yet"));
  }

  /** An input of job.json with the held-out items of its own Dataset. */
  private static Map<String, Object> input(String name, String weight, String path) {
    String data = "/inputs/artifacts/datasets/%s-data-0123456789ab".formatted(name);
    return Map.of(
        "name",
        name,
        "path",
        path,
        "digest",
        "d-" + name,
        "weight",
        weight,
        "datasets",
        List.of(Map.of("path", data, "corrects", List.of(name))));
  }

  private static Preparation prepare(String spec, int maxRank, MergeSource... sources) {
    ModelServiceSpec service =
        Serialization.unmarshal(
            """
            model: {uri: "pvc://models/base-1", revision: "1"}
            engine: {maxLoraRank: %d}
            artifacts: {claimName: artifacts}
            """
                .formatted(maxRank),
            ModelServiceSpec.class);
    return MergeTask.prepare(
        "both",
        Serialization.unmarshal(spec, AdapterMergeSpec.class),
        new ServiceView("shop", "support", "uid", service, "You are the support desk."),
        List.of(sources));
  }

  private static LearningTask ready(Preparation preparation) {
    assertThat(preparation).isInstanceOf(Preparation.Ready.class);
    return ((Preparation.Ready) preparation).task();
  }

  private static MergeSource source(
      String name, String weight, String uri, MergeSource.Evidence evidence) {
    return new MergeSource(
        name, weight, new Artifact(name, uri, "d-" + name), List.of(evidence), null);
  }

  private static MergeSource.Evidence evidence(String capability) {
    return new MergeSource.Evidence(
        capability + "-data",
        new DatasetView("pvc://artifacts/datasets/" + capability + "-data-0123456789ab"),
        List.of(capability));
  }
}
