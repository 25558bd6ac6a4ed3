package io.homeostat.cli.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.ErrorLines;
import io.homeostat.judge.CalibrationItem;
import io.homeostat.judge.GradedAnswers;
import io.homeostat.judge.GradedJudge;
import io.homeostat.judge.JudgeEndpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class CalibrateCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path items;
  private Path rubric;

  @BeforeEach
  void writeItems() throws IOException {
    items = Files.writeString(folder.resolve("items.jsonl"), GradedAnswers.jsonLines(240, 7));
    rubric =
        Files.writeString(
            folder.resolve("rubric.yaml"),
            """
            dimensions:
              - name: correctness
                description: How many of the facts are right?
                anchors: [none, one, two, three, four]
            """);
  }

  @ParameterizedTest
  @EnumSource
  void theExitCodeSaysWhetherTheJudgeMayGate(GradedJudge judge) throws Exception {
    try (JudgeEndpoint endpoint = judge.endpoint()) {
      int code = run("-f", items, "--endpoint", endpoint.url(), "--model", "m", "--rubric", rubric);
      assertThat(code).as(out + "" + err).isEqualTo(judge == GradedJudge.Good ? 0 : 1);
      assertThat(out.toString())
          .contains("correctness", "240 items, 0 not scored")
          .contains(judge == GradedJudge.Good ? "the judge may gate" : "may not gate (");
    }
  }

  @Test
  void aDeclaredJudgeIsAskedWithItsOwnRubricAndThresholds() throws Exception {
    try (JudgeEndpoint endpoint = GradedJudge.Good.endpoint()) {
      Path judge = judge(endpoint, "0.999");
      assertThat(run("-f", items, "--judge", judge, "-o", "json")).as(err.toString()).isEqualTo(1);
      JsonNode report = new ObjectMapper().readTree(out.toString());
      assertThat(report.path("mayGate").asBoolean()).isFalse();
      assertThat(report.path("reason").asText()).isEqualTo("AgreementTooLow");
      assertThat(report.at("/dimensions/correctness/kappa").asDouble()).isBetween(0.9, 0.999);
      assertThat(endpoint.requests.getFirst().path("model").asText()).isEqualTo("grader-1");
    }
  }

  /** What docs/judge.md prints, with the files and the endpoint of this test. */
  @Test
  void thePrintedCommandsWorkAndThePrintedItemIsOne() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "judge.md"));
    String item = page.lines().filter(line -> line.startsWith("{\"id\"")).findFirst().orElseThrow();
    assertThat(CalibrationItem.parse(item, List.of("correctness"))).hasSize(1);
    try (JudgeEndpoint endpoint = GradedJudge.Good.endpoint()) {
      Path judge = judge(endpoint, "0.6");
      List<String> commands =
          page.lines().filter(line -> line.startsWith("homeostat judge calibrate ")).toList();
      assertThat(commands).hasSize(2);
      for (String command : commands) {
        Object[] arguments =
            command
                .substring("homeostat judge calibrate ".length())
                .replace("items.jsonl", items.toString())
                .replace("judge.yaml", judge.toString())
                .replace("rubric.yaml", rubric.toString())
                .replace("http://localhost:11434/v1", endpoint.url())
                .replace("JUDGE_KEY", "PATH")
                .split(" ");
        assertThat(run(arguments)).as(command + err).isZero();
      }
    }
  }

  @Test
  void aWrongCallSaysWhatToWrite() throws Exception {
    assertThat(run("-f", items)).isEqualTo(2);
    assertThat(run("-f", folder.resolve("none"), "--endpoint", "http://x", "--model", "m"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("write the path of JSON lines");
    assertThat(run("-f", items, "--endpoint", "http://127.0.0.1:1", "--model", "m")).isEqualTo(2);
    assertThat(err.toString())
        .contains("calibration item on line 1 needs a label from 1 to 5 for coherence");
    assertThat(
            run(
                "-f",
                items,
                "--endpoint",
                "http://x",
                "--model",
                "m",
                "--rubric",
                rubric,
                "--api-key-env",
                "NO_SUCH_VARIABLE_HERE"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("NO_SUCH_VARIABLE_HERE of --api-key-env is not set");
  }

  private Path judge(JudgeEndpoint endpoint, String minimumKappa) throws IOException {
    return Files.writeString(
        folder.resolve("judge.yaml"),
        """
        kind: Judge
        metadata: {name: grader}
        spec:
          endpoint: {url: "%s"}
          model: grader-1
          rubric: {dimensions: [{name: correctness, description: d, anchors: [a, b, c, d, e]}]}
          calibration: {itemsConfigMapRef: {name: a, key: b}, minimumKappa: "%s"}
        """
            .formatted(endpoint.url(), minimumKappa));
  }

  private int run(Object... arguments) {
    CommandLine command = ErrorLines.install(new CommandLine(new CalibrateCommand()));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }
}
