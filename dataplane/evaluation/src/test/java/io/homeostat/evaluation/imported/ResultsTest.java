package io.homeostat.evaluation.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.crds.evaluation.Gate;
import io.homeostat.evaluation.UnusableEvaluationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @TempDir private Path folder;

  @Test
  void theHarnessNamesFiguresByTaskMetricAndFilter() throws Exception {
    Results results =
        read(
            "LmEvaluationHarness",
            """
            {"results": {"gsm8k": {"alias": "gsm8k", "exact_match,strict-match": 0.41,
              "exact_match_stderr,strict-match": 0.013, "exact_match,flexible-extract": 0.43,
              "exact_match_stderr,flexible-extract": "N/A"}},
             "n-samples": {"gsm8k": {"original": 1319, "effective": 1319}}}
            """);

    assertThat(results.figures())
        .containsOnlyKeys("gsm8k/exact_match,strict-match", "gsm8k/exact_match,flexible-extract")
        .containsEntry("gsm8k/exact_match,strict-match", new Figure(0.41, 0.013))
        .containsEntry("gsm8k/exact_match,flexible-extract", new Figure(0.43, null));
    assertThat(results.gates()).isEmpty();
  }

  @Test
  void thresholdTagsOfAnMlflowRunAreGates() throws Exception {
    Results results =
        read(
            "MLflow",
            """
            {"run": {"data": {"metrics": [{"key": "eval_acc", "value": 0.83}, {"key": "p95", "value": 240}],
             "tags": [{"key": "quality.threshold.eval_acc", "value": ">= 0.8"},
                      {"key": "quality.threshold.p95", "value": "<= 300"},
                      {"key": "mlflow.user", "value": "ann"}]}}}
            """);

    assertThat(results.figures()).containsEntry("eval_acc", new Figure(0.83, null));
    assertThat(results.gates())
        .containsExactly(
            new Gate(
                "run-eval-acc",
                null,
                "Imported",
                "0.8",
                null,
                null,
                null,
                null,
                null,
                "run/eval_acc"),
            new Gate("run-p95", null, "Imported", null, null, null, "300", null, null, "run/p95"));
  }

  @Test
  void aModelVersionIsReadLikeARun() throws Exception {
    Results results =
        read(
            "MLflow",
            """
            {"model_version": {"name": "support", "metrics": [{"key": "acc", "value": 0.9}],
             "tags": [{"key": "quality.threshold.acc", "value": "0.85"}]}}
            """);

    assertThat(results.figures()).containsOnlyKeys("acc");
    assertThat(results.gates()).singleElement().extracting(Gate::minimum).isEqualTo("0.85");
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> read("MLflow", "oops")).hasMessageContaining("MLflow as JSON");
    assertThatThrownBy(() -> read("LmEvaluationHarness", "{}"))
        .isInstanceOf(UnusableEvaluationException.class)
        .hasMessageContaining("no figure");
    assertThatThrownBy(
            () ->
                read(
                    "MLflow",
                    """
                    {"run": {"data": {"metrics": [{"key": "a", "value": 1}],
                     "tags": [{"key": "quality.threshold.a", "value": "good"}]}}}
                    """))
        .hasMessageContaining("quality.threshold.a")
        .hasMessageContaining("'good'");
  }

  private Results read(String format, String text) throws IOException, UnusableEvaluationException {
    Path file = folder.resolve("results.json");
    Files.writeString(file, text);
    return Results.read("run", format, file);
  }
}
