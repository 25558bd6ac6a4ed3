package io.homeostat.evaluation.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.crds.evaluation.EvaluationStatus.GateResult;
import io.homeostat.evaluation.Result;
import io.homeostat.evaluation.ask.FakeGateway;
import io.homeostat.evaluation.ask.FakeGateway.Reply;
import io.homeostat.evaluation.gate.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void theJobAsksBothReleasesAndLeavesTheVerdict() throws Exception {
    try (FakeGateway gateway =
        new FakeGateway(
            (number, asked) ->
                Reply.says(
                    asked,
                    asked.release().equals("support-new") && asked.question().startsWith("date")
                        ? "new"
                        : "old"))) {
      JsonNode words = run(gateway.url(), Map.of("GATEWAY_KEY", "key"), true);

      assertThat(words.path("verdict").asText()).isEqualTo("Pass");
      assertThat(words.path("summary").asText()).isEqualTo("Pass: 2 gates on 100 items");
      assertThat(words.path("gates")).hasSize(2);
      assertThat(gateway.requests).as("50 + 50 items, stable of both once more").hasSize(300);
    }
  }

  @Test
  void withoutAKeyItSaysWhatToMount() throws Exception {
    assertThat(run("http://127.0.0.1:1", Map.of(), false).path("error").asText())
        .contains("GATEWAY_KEY");
  }

  @Test
  void aClaimThatIsNotMountedIsNamed() throws Exception {
    Files.writeString(
        folder.resolve("job.json"),
        """
        {"spec": {"itemSets": [{"name": "golden", "uri": "pvc://questions/golden.jsonl"}], "gates": []},
         "subjects": {"candidate": "a", "stable": "b"}, "claims": {}}
        """);

    assertThat(run(Map.of("GATEWAY_KEY", "k"), false).path("error").asText())
        .contains("claim 'questions'");
  }

  @Test
  void theProgressIsServed() throws Exception {
    try (ProgressServer progress = new ProgressServer(0, () -> 0);
        HttpClient http = HttpClient.newHttpClient()) {
      progress.phase("Asking", "80 items, 2 releases");
      progress.step(20, 80);

      String said =
          http.send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + progress.port() + "/progress"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();

      assertThat(JSON.readTree(said).path("phase").asText()).isEqualTo("Asking");
      assertThat(JSON.readTree(said).path("fraction").asDouble()).isEqualTo(0.25);
      assertThat(JSON.readTree(said).path("message").asText()).isEqualTo("20 of 80 items");
    }
  }

  @Test
  void manyGatesFitIntoTheLastWordsAndTheFailedOnesStay() throws Exception {
    List<GateResult> gates =
        IntStream.range(0, 64)
            .mapToObj(
                i ->
                    new GateResult(
                        "kept-capability-number-" + i,
                        "capability-number-" + i,
                        i == 40 ? "Fail" : "Pass",
                        "0.981",
                        "0.990",
                        "-0.009",
                        "-0.041",
                        "0.023",
                        400,
                        null,
                        "0.002"))
            .toList();
    String text =
        LastWords.fitting(
            new Result(
                Verdict.Fail,
                "GatesFailed",
                "Fail: " + "x".repeat(3_000),
                400,
                1,
                null,
                null,
                List.of(),
                gates));

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(LastWords.LIMIT);
    assertThat(text).contains("capability-number-40");
    assertThat(JSON.readTree(text).path("gates")).hasSizeGreaterThan(10);
  }

  private JsonNode run(String gateway, Map<String, String> environment, boolean done)
      throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("COMPLETE"), "digest");
    Files.writeString(data.resolve("test.jsonl"), lines("date", "new") + lines("units", "old"));
    Files.writeString(
        folder.resolve("job.json"),
        """
        {"gatewayUrl": "%s", "model": "shop/support", "datasetDir": "%s",
         "subjects": {"candidate": "support-new", "stable": "support-old", "otherAdapter": true},
         "spec": {"gates": [{"name": "better", "capability": "date", "minimumImprovement": "0.5"},
                            {"name": "kept", "capability": "units", "maximumRegression": "0.1"}]}}
        """
            .formatted(gateway, data));
    return run(environment, done);
  }

  private JsonNode run(Map<String, String> environment, boolean done) throws Exception {
    Path words = folder.resolve("last-words");
    try (ProgressServer progress = new ProgressServer(0, System::nanoTime);
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(
              new EvaluationRun(http, environment, progress, new LastWords(words))
                  .run(folder.resolve("job.json")))
          .isEqualTo(done);
    }
    return JSON.readTree(read(words));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  private static String lines(String capability, String answer) {
    return IntStream.range(0, 50)
        .mapToObj(
            i ->
                "{\"capability\":\"%s\",\"prompt\":\"%s %d\",\"answer\":\"%s\",\"source\":\"\"}"
                    .formatted(capability, capability, i, answer))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
