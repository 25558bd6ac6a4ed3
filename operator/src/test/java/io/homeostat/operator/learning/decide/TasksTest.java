package io.homeostat.operator.learning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.Ref;
import io.homeostat.crds.finetunejob.FineTuneJobSpec;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.operator.modelservice.decide.FileCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TasksTest {
  static final FineTuneJobSpec TUNING =
      new FineTuneJobSpec(
          new Ref("support"),
          new Ref("run-data"),
          "LoRA",
          new HealingRecipe.Lora(8, 16, "0", List.of("q_proj")),
          new HealingRecipe.Training(3, "0.003", 32, 17, null, null, null, null, null),
          null,
          null,
          null,
          null,
          null,
          null);
  static final DatasetView BUILT =
      new DatasetView("pvc://artifacts/datasets/run-data-0123456789ab");

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
