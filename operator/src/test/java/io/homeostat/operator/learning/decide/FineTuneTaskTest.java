package io.homeostat.operator.learning.decide;

import static io.homeostat.operator.learning.decide.TasksTest.BUILT;
import static io.homeostat.operator.learning.decide.TasksTest.TUNING;
import static io.homeostat.operator.learning.decide.TasksTest.ready;
import static io.homeostat.operator.learning.decide.TasksTest.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.finetunejob.FineTuneJobSpec;
import io.homeostat.crds.finetunejob.Tracking;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FineTuneTaskTest {
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
            new ClaimMount("artifacts", "adapters", "/artifacts/adapters", false),
            new ClaimMount("artifacts", "checkpoints", "/artifacts/checkpoints", false));
    assertThat(task.config()).containsEntry("processes", 1).containsEntry("largestRank", 16);
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
            stated,
            null,
            null,
            null,
            null,
            null);

    assertThat(ready(FineTuneTask.prepare("t", spec, service("a"), BUILT)).resources())
        .isEqualTo(stated);
  }

  @Test
  void aTrainingOnSeveralDevicesInAQueueWithTracking() {
    FineTuneJobSpec spec =
        new FineTuneJobSpec(
            TUNING.modelServiceRef(),
            TUNING.datasetRef(),
            "QLoRA",
            TUNING.lora(),
            TUNING.training(),
            new Resources(Map.of(), Map.of("memory", "64Gi", "nvidia.com/gpu", "4")),
            "gpus",
            null,
            3600,
            new Tracking(new Ref("mlflow"), null),
            null);
    LearningTask task = ready(FineTuneTask.prepare("t", spec, service("a"), BUILT));

    assertThat(task.config())
        .containsEntry("method", "QLoRA")
        .containsEntry("processes", 4)
        .containsEntry("registeredModel", "shop.support")
        .containsEntry(
            "lineage",
            Map.of(
                "namespace",
                "shop",
                "modelService",
                "support",
                "fineTuneJob",
                "t",
                "dataset",
                "run-data"));
    assertThat(task.settings())
        .isEqualTo(new JobSettings("gpus", null, 3600, "mlflow", true, true));
    assertThat(task.mounts())
        .contains(new ClaimMount("a", "tensorboard", "/artifacts/tensorboard", false));
  }

  @Test
  void aRankThatTheEngineRefusesIsNotTrained() {
    FineTuneJobSpec spec =
        new FineTuneJobSpec(
            TUNING.modelServiceRef(),
            TUNING.datasetRef(),
            null,
            new HealingRecipe.Lora(64, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    assertThat(FineTuneTask.prepare("t", spec, service("a"), BUILT))
        .isInstanceOfSatisfying(
            Preparation.Blocked.class,
            blocked -> {
              assertThat(blocked.reason()).isEqualTo(LearningReason.RankTooLarge);
              assertThat(blocked.message()).contains("is 64", "at most 16", "maxLoraRank");
            });
  }
}
