package io.homeostat.operator.learning.decide;

import static io.homeostat.operator.learning.decide.TasksTest.BUILT;
import static io.homeostat.operator.learning.decide.TasksTest.blocked;
import static io.homeostat.operator.learning.decide.TasksTest.ready;
import static io.homeostat.operator.learning.decide.TasksTest.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.evaluation.Gate;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.crds.release.Decoding;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What an Evaluation's Job is told, and what it waits for. */
class EvaluationTaskTest {
  private static final EvaluationSpec EVALUATION =
      new EvaluationSpec(
          new Ref("support"),
          new Ref("support-new"),
          new Ref("support-old"),
          new Ref("run-data"),
          List.of(new Gate("better-date", "date", "TokenF1", null, null, "0.2")));
  private static final JudgingView NO_JUDGE = new JudgingView(null, false, false, List.of());
  private static final EvaluationSpec JUDGED =
      new EvaluationSpec(
          new Ref("support"),
          new Ref("support-new"),
          new Ref("support-old"),
          null,
          EVALUATION.gates(),
          List.of(
              new EvaluationSpec.ItemSet("golden", "pvc://questions/golden.jsonl", null),
              new EvaluationSpec.ItemSet("safety", "pvc://questions/safety.jsonl", null)),
          null,
          new Ref("other-family"),
          null,
          List.of(
              new EvaluationSpec.ImportedResults("bench", "MLflow", "pvc://bench/run.json", null)));
  private static final JudgeSpec JUDGE =
      new JudgeSpec(
          new JudgeSpec.Endpoint("OpenAICompatible", "http://judge/v1"),
          "grader",
          new KeyRef("judge-key", "token"),
          null,
          null,
          null,
          null,
          null,
          null,
          null);

  @Test
  void anEvaluationAsksTheGatewayForBothReleases() {
    LearningTask task =
        ready(
            EvaluationTask.prepare(
                EVALUATION,
                service("artifacts"),
                BUILT,
                traffic(true, "support-old", "support-new"),
                NO_JUDGE,
                "http://gateway",
                "key"));

    assertThat(task.config())
        .containsEntry("gatewayUrl", "http://gateway")
        .containsEntry("model", "shop/support")
        .containsEntry("spec", EVALUATION)
        .containsEntry("mayWait", true)
        .containsEntry("datasetDir", "/artifacts/datasets/run-data-0123456789ab")
        .doesNotContainKey("judge");
    assertThat(task.config().get("subjects"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("candidate", "support-new")
        .containsEntry("stable", "support-old")
        .containsEntry("candidateTemperature", "0.7")
        .containsEntry("stableTemperature", null)
        .containsEntry("otherAdapter", true);
    assertThat(task.program()).isEqualTo(LearningTask.Program.HOMEOSTAT);
    assertThat(task.secrets()).isEqualTo(Map.of("GATEWAY_KEY", "key"));
  }

  @Test
  void anEvaluationFindsItsItemSetsItsJudgeAndItsJudgesKey() {
    TrafficView traffic = traffic(true, "support-old", "support-new");

    LearningTask task =
        ready(
            EvaluationTask.prepare(
                JUDGED,
                service("a"),
                null,
                traffic,
                new JudgingView(JUDGE, true, false, List.of()),
                "u",
                "k"));

    assertThat(task.config())
        .doesNotContainKey("datasetDir")
        .containsEntry("claims", Map.of("questions", "/files/questions", "bench", "/files/bench"))
        .containsEntry("judge", Map.of("spec", JUDGE, "calibrated", true, "monitoring", false));
    assertThat(task.secretRefs()).isEqualTo(Map.of("JUDGE_KEY", new KeyRef("judge-key", "token")));
    assertThat(task.mounts())
        .containsExactly(
            new ClaimMount("bench", null, "/files/bench", true),
            new ClaimMount("questions", null, "/files/questions", true));
    assertThat(
            blocked(
                EvaluationTask.prepare(JUDGED, service("a"), null, traffic, NO_JUDGE, "u", "k")))
        .isEqualTo(LearningReason.JudgeNotFound);
  }

  @Test
  void anEvaluationWaitsForItsSlotAndForTheGateways() {
    assertThat(
            blocked(
                EvaluationTask.prepare(
                    EVALUATION,
                    service("a"),
                    BUILT,
                    traffic(true, "support-old"),
                    NO_JUDGE,
                    "u",
                    "k")))
        .isEqualTo(LearningReason.WaitingForSlot);
    assertThat(
            blocked(
                EvaluationTask.prepare(
                    EVALUATION,
                    service("a"),
                    BUILT,
                    traffic(false, "support-old", "support-new"),
                    NO_JUDGE,
                    "u",
                    "k")))
        .isEqualTo(LearningReason.WaitingForGateways);
    assertThat(
            blocked(
                EvaluationTask.prepare(
                    EVALUATION,
                    service("a"),
                    BUILT,
                    new TrafficView(Map.of(), Set.of(), true),
                    NO_JUDGE,
                    "u",
                    "k")))
        .isEqualTo(LearningReason.ReleaseNotFound);
  }

  private static TrafficView traffic(boolean applied, String... routed) {
    return new TrafficView(
        Map.of(
            "support-old",
            tuple(null, null),
            "support-new",
            tuple(
                new ReleaseTuple.Adapter("run-0123456789ab", null, null),
                new Decoding("0.7", null, null, null))),
        Set.of(routed),
        applied);
  }

  private static ReleaseTuple tuple(ReleaseTuple.Adapter adapter, Decoding decoding) {
    return new ReleaseTuple(
        1,
        new ReleaseTuple.Model("pvc://models/base-1", null),
        adapter,
        null,
        decoding,
        new ReleaseTuple.Engine("vllm:1", List.of()));
  }
}
