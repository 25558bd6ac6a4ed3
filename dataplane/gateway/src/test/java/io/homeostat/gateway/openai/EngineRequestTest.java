package io.homeostat.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineRequestTest {
  private static final Arm PLAIN =
      new Arm("r", Role.STABLE, 1000, "base", "", Sampling.AS_REQUESTED);
  private static final Arm TUNED =
      new Arm(
          "r",
          Role.STABLE,
          1000,
          "repair-abc",
          "Be kind.",
          new Sampling(new BigDecimal("0.2"), new BigDecimal("0.90"), 64, List.of("END")));

  private static String body(Endpoint endpoint, String json, Arm arm) throws ApiException {
    CompletionRequest request =
        CompletionRequest.parse(endpoint, json.getBytes(StandardCharsets.UTF_8));
    return new String(EngineRequest.body(request, arm), StandardCharsets.UTF_8);
  }

  @Test
  void theReleasesPromptComesBeforeTheClientsOwnSystemMessage() throws Exception {
    String client =
        "{\"model\":\"support\",\"messages\":[{\"role\":\"system\",\"content\":\"Mine.\"},{\"role\":\"user\",\"content\":\"hi\"}]}";
    assertThat(body(Endpoint.CHAT, client, TUNED))
        .isEqualTo(
            "{\"model\":\"repair-abc\",\"messages\":[{\"role\":\"system\",\"content\":\"Be"
                + " kind.\"},"
                + "{\"role\":\"system\",\"content\":\"Mine.\"},{\"role\":\"user\",\"content\":\"hi\"}],"
                + "\"temperature\":0.2,\"top_p\":0.90,\"max_tokens\":64,\"stop\":[\"END\"]}");
  }

  @Test
  void theReleasesDecodingWinsOverTheRequest() throws Exception {
    String client =
        "{\"model\":\"support\",\"messages\":[{\"role\":\"user\"}],\"temperature\":2,\"top_p\":1,\"max_tokens\":9,\"max_completion_tokens\":9,\"stop\":\"x\"}";
    assertThat(body(Endpoint.CHAT, client, TUNED))
        .contains(
            "\"temperature\":0.2", "\"top_p\":0.90", "\"max_tokens\":64", "\"stop\":[\"END\"]")
        .doesNotContain("max_completion_tokens");
    assertThat(body(Endpoint.CHAT, client, PLAIN))
        .contains("\"temperature\":2", "\"max_completion_tokens\":9", "\"stop\":\"x\"");
  }

  @Test
  void nobodyOvertakesOthersAndAnEvaluationMayWait() throws Exception {
    String client = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"priority\":-9}";
    CompletionRequest request =
        CompletionRequest.parse(Endpoint.CHAT, client.getBytes(StandardCharsets.UTF_8));

    assertThat(body(Endpoint.CHAT, client, PLAIN)).doesNotContain("priority");
    assertThat(new String(EngineRequest.ofEvaluation(request, TUNED), StandardCharsets.UTF_8))
        .contains("\"priority\":-9", "\"model\":\"repair-abc\"");
  }

  @Test
  void unknownFieldsAndEveryDigitPassThroughAndMetadataStays() throws Exception {
    String client =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"ä\\u0000\"}],\"metadata\":{\"session\":\"s\"},"
            + "\"seed\":123456789012345678901234567890,\"x\":0.10000000000000000000000001,\"y\":1.50,\"tools\":[{\"type\":\"function\"}]}";
    assertThat(body(Endpoint.CHAT, client, PLAIN))
        .isEqualTo(
            "{\"model\":\"base\",\"messages\":[{\"role\":\"user\",\"content\":\"ä\\u0000\"}],"
                + "\"seed\":123456789012345678901234567890,\"x\":0.10000000000000000000000001,\"y\":1.50,\"tools\":[{\"type\":\"function\"}]}");
  }

  @Test
  void aStreamIsAskedForItsUsageWithoutLosingOtherOptions() throws Exception {
    assertThat(
            body(
                Endpoint.CHAT,
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"stream\":true}",
                PLAIN))
        .contains("\"stream_options\":{\"include_usage\":true}");
    assertThat(
            body(
                Endpoint.CHAT,
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"stream\":true,\"stream_options\":{\"include_usage\":false,\"other\":1}}",
                PLAIN))
        .contains("\"stream_options\":{\"include_usage\":true,\"other\":1}");
    assertThat(body(Endpoint.CHAT, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}", PLAIN))
        .doesNotContain("stream_options");
  }

  @Test
  void aRawCompletionHasNoSystemMessage() throws Exception {
    assertThat(body(Endpoint.COMPLETIONS, "{\"model\":\"m\",\"prompt\":\"Once\"}", TUNED))
        .doesNotContain("Be kind")
        .contains("\"temperature\":0.2");
  }

  @Test
  void theRequestIsNotChangedSoThatAnotherReleaseCanAnswerIt() throws Exception {
    CompletionRequest request =
        CompletionRequest.parse(
            Endpoint.CHAT,
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"metadata\":{}}"
                .getBytes(StandardCharsets.UTF_8));
    byte[] first = EngineRequest.body(request, PLAIN);
    EngineRequest.body(request, TUNED);
    assertThat(EngineRequest.body(request, PLAIN)).isEqualTo(first);
  }

  @Test
  void halfASurrogatePairIsTheClientsMistake() {
    assertThatThrownBy(
            () ->
                body(
                    Endpoint.CHAT,
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}",
                    PLAIN))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().status()).isEqualTo(400));
  }
}
