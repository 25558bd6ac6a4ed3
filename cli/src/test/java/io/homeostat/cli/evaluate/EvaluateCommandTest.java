package io.homeostat.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.ErrorLines;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.evaluation.ask.FakeGateway;
import io.homeostat.evaluation.ask.FakeGateway.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
  /** A variable that every machine has stands for the key. */
  private static final String KEY = "PATH";

  private static final ReleaseTuple TUPLE =
      new ReleaseTuple(1, new ReleaseTuple.Model("pvc://models/base", "1"), null, null, null, null);

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path data;

  @BeforeEach
  void writeItems() throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("COMPLETE"), "digest");
    Files.writeString(data.resolve("test.jsonl"), lines("date", "new") + lines("units", "old"));
  }

  @Test
  void theFullTierAsksEverythingAndTheExitCodeIsTheVerdict() throws Exception {
    Path file = evaluation("");
    try (FakeGateway good = gateway("new", "old");
        FakeGateway harmful = gateway("new", "new")) {
      assertThat(full(file, good)).as(err.toString()).isZero();
      assertThat(out.toString())
          .contains("ok   lint: 2 objects", "Pass: 2 gates on 100 items", "Pass         kept");
      assertThat(good.requests)
          .extracting(FakeGateway.Asked::release)
          .containsOnly("support-new", "support-old");

      assertThat(full(file, harmful)).isEqualTo(1);
      assertThat(out.toString()).contains("Fail: gate kept on units");
    }
  }

  @Test
  void theReportIsAlsoForPrograms() throws Exception {
    try (FakeGateway gateway = gateway("new", "old")) {
      assertThat(
              run(
                  "-f",
                  evaluation(""),
                  "--dataset",
                  data,
                  "--gateway",
                  gateway.url(),
                  "--api-key-env",
                  KEY,
                  "-o",
                  "json"))
          .isZero();
      JsonNode report = new ObjectMapper().readTree(out.toString());
      assertThat(report.path("passed").asBoolean()).isTrue();
      assertThat(report.at("/result/verdict").asText()).isEqualTo("Pass");
      assertThat(report.at("/result/gates")).hasSize(2);
    }
  }

  @Test
  void theFastTierNeedsNoClusterAndSaysWhatItDidNotAsk() throws Exception {
    assertThat(run("-f", evaluation(""), "--tier", "fast", "--dataset", data))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("ok   lint", "ok   fingerprint: no Release", "ok   items: 100 items")
        .contains("not asked, there is no --gateway");
  }

  @Test
  void theFastTierAsksAFewItemsAndChecksThem() throws Exception {
    try (FakeGateway gateway = gateway("new", "sorry, no")) {
      assertThat(
              run(
                  "-f",
                  evaluation(""),
                  "--tier",
                  "fast",
                  "--dataset",
                  data,
                  "--gateway",
                  gateway.url(),
                  "--api-key-env",
                  KEY,
                  "--items",
                  "3"))
          .isEqualTo(1);
      assertThat(gateway.requests).hasSize(6);
      assertThat(out.toString())
          .contains(
              "FAIL invariants: 6 answers", "item test/51: invariant.no-excuses does not hold");
    }
  }

  @Test
  void lintNamesWhatTheApiServerWouldRefuse() throws Exception {
    Path file =
        evaluation(
            """
              - {name: two, minimum: "0.5", maximumRegression: "0.1"}
              - {name: odd, metric: Bleu, minimum: "0.5"}
              - {name: judged, metric: Judge, minimum: "0.5"}
              gates2: []
            """);

    assertThat(run("-f", file, "--tier", "fast", "--dataset", data)).isEqualTo(1);
    assertThat(out.toString())
        .contains("FAIL lint")
        .contains("write exactly one of minimum")
        .contains("spec.gates[3].metric: expected one of ExactMatch")
        .contains("metric Judge needs spec.judgeRef")
        .contains("spec.gates2: there is no such field");
  }

  @Test
  void tooFewItemsAreSaidBeforeAnythingIsAsked() throws Exception {
    Path file = evaluation("  - {name: strict, capability: units, maximumRegression: \"0.02\"}\n");

    assertThat(run("-f", file, "--tier", "fast", "--dataset", data)).isEqualTo(1);
    assertThat(out.toString()).contains("gate strict needs 619 items of units and has 50");
  }

  @Test
  void aReleaseThatWasChangedIsFound() throws Exception {
    String right = ReleaseFingerprint.of(TUPLE);
    String wrong = right.substring(0, 63) + (right.endsWith("0") ? "1" : "0");
    Path file = evaluation("");
    Files.writeString(file, Files.readString(file) + release(wrong));

    assertThat(run("-f", file, "--tier", "fast", "--dataset", data)).isEqualTo(1);
    assertThat(out.toString())
        .contains("FAIL fingerprint: support-new " + right.substring(0, 10))
        .contains(
            "it was changed", "by its fingerprint it is named support-" + right.substring(0, 10));
  }

  @Test
  void whatIsMissingIsSaidInOneLine() throws Exception {
    assertThat(run("-f", evaluation(""))).isEqualTo(2);
    assertThat(err.toString()).contains("--dataset");
    assertThat(run("-f", folder.resolve("none.yaml"))).isEqualTo(2);
    assertThat(run("-f", evaluation(""), "--dataset", data)).isEqualTo(2);
    assertThat(err.toString()).contains("--gateway and --api-key-env");
  }

  private int full(Path file, FakeGateway gateway) {
    return run("-f", file, "--dataset", data, "--gateway", gateway.url(), "--api-key-env", KEY);
  }

  private int run(Object... arguments) {
    CommandLine command = ErrorLines.install(new CommandLine(new EvaluateCommand()));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  /** The new release answers dates and units so; the old one always as of old. */
  private static FakeGateway gateway(String dates, String units) throws IOException {
    return new FakeGateway(
        (number, asked) ->
            Reply.says(
                asked,
                !asked.release().equals("support-new")
                    ? "old"
                    : asked.question().startsWith("date") ? dates : units));
  }

  private Path evaluation(String more) throws IOException {
    return Files.writeString(
        folder.resolve("evaluation.yaml"),
        """
        apiVersion: homeostat.io/v1alpha1
        kind: QualityPolicy
        metadata: {name: quality}
        spec:
          modelServiceRef: {name: support}
          scorers:
            invariants:
            - {name: no-excuses, contains: {none: [sorry]}}
        ---
        apiVersion: homeostat.io/v1alpha1
        kind: Evaluation
        metadata: {name: check}
        spec:
          modelServiceRef: {name: support}
          releaseRef: {name: support-new}
          stableRef: {name: support-old}
          datasetRef: {name: data}
          gates:
          - {name: better, capability: date, minimumImprovement: "0.5"}
          - {name: kept, capability: units, maximumRegression: "0.1"}
        """
            + more);
  }

  private static String release(String fingerprint) {
    return """
    ---
    apiVersion: homeostat.io/v1alpha1
    kind: Release
    metadata: {name: support-new}
    spec:
      modelServiceRef: {name: support}
      fingerprint: "%s"
      servedModel: base
      tuple: {version: 1, model: {uri: "pvc://models/base", revision: "1"}}
    """
        .formatted(fingerprint);
  }

  private static String lines(String capability, String answer) {
    return IntStream.range(0, 50)
        .mapToObj(
            i ->
                "{\"capability\":\"%s\",\"prompt\":\"%s %d\",\"answer\":\"%s\"}"
                    .formatted(capability, capability, i, answer))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
