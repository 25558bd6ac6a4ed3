package io.homeostat.operator.learning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.finetunejob.FineTuneJobSpec;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.operator.modelservice.decide.FileCheck;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TasksTest {
  private static final FineTuneJobSpec TUNING =
      new FineTuneJobSpec(
          new Ref("support"),
          new Ref("run-data"),
          "LoRA",
          new HealingRecipe.Lora(8, 16, "0", List.of("q_proj")),
          new HealingRecipe.Training(3, "0.003", 32, 17),
          null);
  private static final EvaluationSpec EVALUATION =
      new EvaluationSpec(
          new Ref("support"),
          new Ref("support-new"),
          new Ref("support-old"),
          new Ref("run-data"),
          List.of(new EvaluationSpec.Gate("better-date", "date", "TokenF1", null, null, "0.2")));
  private static final DatasetView BUILT =
      new DatasetView("pvc://artifacts/datasets/run-data-0123456789ab");

  @Test
  void aTrainingJobSeesTheModelWhereTheEngineDoes() {
    LearningTask task =
        ready(FineTuneTask.prepare("run-tune", TUNING, service("artifacts"), BUILT));

    assertThat(task.config())
        .containsEntry("name", "run-tune")
        .containsEntry("modelPath", "/models/base-1")
        .containsEntry("datasetDir", "/artifacts/datasets/run-data-0123456789ab")
        .containsEntry("outputDir", "/artifacts/adapters")
        .containsEntry("lora", TUNING.lora())
        .containsEntry("training", TUNING.training());
    assertThat(task.mounts())
        .containsExactly(
            new ClaimMount("models", null, "/models", true),
            new ClaimMount("artifacts", "datasets", "/artifacts/datasets", true),
            new ClaimMount("artifacts", "adapters", "/artifacts/adapters", false));
    assertThat(task.resources().limits()).containsEntry("memory", "2Gi");
  }

  @Test
  void statedResourcesAreUsed() {
    Resources stated = new Resources(Map.of("cpu", "2"), Map.of("memory", "3Gi"));
    FineTuneJobSpec spec =
        new FineTuneJobSpec(
            TUNING.modelServiceRef(),
            TUNING.datasetRef(),
            "LoRA",
            TUNING.lora(),
            TUNING.training(),
            stated);

    assertThat(ready(FineTuneTask.prepare("t", spec, service("a"), BUILT)).resources())
        .isEqualTo(stated);
  }

  @Test
  void anEvaluationAsksTheGatewayForBothReleases() {
    LearningTask task =
        ready(
            EvaluationTask.prepare(
                EVALUATION,
                service("artifacts"),
                BUILT,
                traffic(true, "support-old", "support-new"),
                "http://gateway",
                "key"));

    assertThat(task.config())
        .containsEntry("gatewayUrl", "http://gateway")
        .containsEntry("model", "shop/support")
        .containsEntry("candidate", "support-new")
        .containsEntry("stable", "support-old")
        .containsEntry("datasetDir", "/artifacts/datasets/run-data-0123456789ab")
        .containsEntry("gates", EVALUATION.gates());
    assertThat(task.secrets()).isEqualTo(Map.of("GATEWAY_KEY", "key"));
  }

  @Test
  void anEvaluationWaitsForItsSlotAndForTheGateways() {
    assertThat(
            blocked(
                EvaluationTask.prepare(
                    EVALUATION, service("a"), BUILT, traffic(true, "support-old"), "u", "k")))
        .isEqualTo(LearningReason.WaitingForSlot);
    assertThat(
            blocked(
                EvaluationTask.prepare(
                    EVALUATION,
                    service("a"),
                    BUILT,
                    traffic(false, "support-old", "support-new"),
                    "u",
                    "k")))
        .isEqualTo(LearningReason.WaitingForGateways);
    assertThat(
            blocked(
                EvaluationTask.prepare(
                    EVALUATION,
                    service("a"),
                    BUILT,
                    new TrafficView(Set.of(), Set.of(), true),
                    "u",
                    "k")))
        .isEqualTo(LearningReason.ReleaseNotFound);
  }

  @Test
  void whatIsMissingBlocksAndIsNamed() {
    assertThat(blocked(FineTuneTask.prepare("t", TUNING, service("a"), null)))
        .isEqualTo(LearningReason.DatasetNotFound);
    assertThat(blocked(FineTuneTask.prepare("t", TUNING, service("a"), new DatasetView(null))))
        .isEqualTo(LearningReason.DatasetNotReady);
  }

  @Test
  void filesAreReadWhereTheyLieAndNothingIsWritten() {
    FileCheck model = new FileCheck(FileCheck.Kind.MODEL, "pvc://models/llama/base", "1");
    LearningTask task = ready(FilesTask.prepare(model, "support"));

    assertThat(task.command()).isEqualTo("files");
    assertThat(task.config()).isEqualTo(Map.of("kind", "Model", "path", "/files/llama/base"));
    assertThat(task.mounts()).containsExactly(new ClaimMount("models", null, "/files", true));
    assertThat(FilesTask.suffix(model))
        .as("another revision is another question")
        .isNotEqualTo(
            FilesTask.suffix(new FileCheck(FileCheck.Kind.MODEL, "pvc://models/llama/base", "2")));
    assertThat(
            blocked(
                FilesTask.prepare(new FileCheck(FileCheck.Kind.MODEL, "hf://a/b", "1"), "support")))
        .isEqualTo(LearningReason.InvalidUri);
  }

  static LearningTask ready(Preparation preparation) {
    assertThat(preparation).isInstanceOf(Preparation.Ready.class);
    return ((Preparation.Ready) preparation).task();
  }

  static LearningReason blocked(Preparation preparation) {
    assertThat(preparation).isInstanceOf(Preparation.Blocked.class);
    return ((Preparation.Blocked) preparation).reason();
  }

  private static TrafficView traffic(boolean applied, String... routed) {
    return new TrafficView(Set.of("support-old", "support-new"), Set.of(routed), applied);
  }

  static ServiceView service(String claim) {
    ModelServiceSpec spec =
        new ModelServiceSpec(
            "support",
            new ModelServiceSpec.Model("pvc://models/base-1", null),
            null,
            1,
            claim == null ? null : new ModelServiceSpec.Artifacts(claim),
            null,
            null,
            null,
            null,
            null,
            false);
    return new ServiceView("shop", "support", "service-uid", spec, "You are the support desk.");
  }
}
