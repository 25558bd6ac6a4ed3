package io.homeostat.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.judge.JudgeBudget.Purpose;
import io.homeostat.judge.JudgeEndpoint.Reply;
import io.homeostat.judge.JudgeUnavailableException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeClientTest {
  private static final Material MATERIAL = new Material("2+2?", "4", "4");

  @ParameterizedTest
  @ValueSource(strings = {"OpenAICompatible", "Anthropic"})
  void anEndpointOfEachTypeGivesItsScoreAndSeesItsKey(String type) throws Exception {
    try (JudgeEndpoint endpoint = new JudgeEndpoint(n -> JudgeEndpoint.score(5))) {
      assertThat(rate(type, endpoint).mean()).isEqualTo(1);
      assertThat(endpoint.credentials.getFirst()).endsWith("secret");
      JsonNode request = endpoint.requests.getFirst();
      assertThat(request.path("model").asText()).isEqualTo("grader-1");
      assertThat(request.path("temperature").asDouble()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OpenAICompatible", "Anthropic"})
  void theFormOfTheReplyIsDemandedBySchemaWithTheReasonFirst(String type) throws Exception {
    try (JudgeEndpoint endpoint = new JudgeEndpoint(n -> JudgeEndpoint.score(1))) {
      rate(type, endpoint);
      String request = endpoint.requests.getFirst().toString();
      assertThat(request).contains("json_schema", "\"additionalProperties\":false");
      assertThat(request.indexOf("\"reason\":{\"type\":\"string\""))
          .isPositive()
          .isLessThan(request.indexOf("\"score\":{\"type\":\"integer\""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OpenAICompatible", "Anthropic"})
  void anEndpointThatRefusesASchemaIsAskedByThePromptAloneFromThenOn(String type) throws Exception {
    try (JudgeEndpoint endpoint =
        new JudgeEndpoint(
            (n, request) ->
                request.toString().contains("json_schema")
                    ? new Reply(400, null)
                    : new Reply(200, JudgeEndpoint.score(2)))) {
      JudgeClient client = Rubrics.client(Rubrics.judge(type, endpoint.url()));
      assertThat(client.rate(MATERIAL, Purpose.Scoring).mean()).isEqualTo(0.25);
      assertThat(client.rate(MATERIAL, Purpose.Scoring).mean()).isEqualTo(0.25);
      assertThat(endpoint.requests).hasSize(3);
      assertThat(endpoint.requests.getLast().toString()).doesNotContain("json_schema");
    }
  }

  @Test
  void anUnusableReplyIsToldToTheJudgeAndTriedAgain() throws Exception {
    try (JudgeEndpoint endpoint =
        new JudgeEndpoint(n -> n == 0 ? "five" : JudgeEndpoint.score(2))) {
      assertThat(rate("OpenAICompatible", endpoint).mean()).isEqualTo(0.25);
      assertThat(endpoint.requests.get(1).path("messages").path(1).path("content").asText())
          .endsWith("Your previous reply could not be used: expected a JSON object, found none");
    }
  }

  @Test
  void aJudgeThatNeverAnswersUsablyLeavesTheItemUnscoredAfterThreeTries() throws Exception {
    try (JudgeEndpoint endpoint = new JudgeEndpoint(n -> n == 1 ? null : "no")) {
      assertThatThrownBy(() -> rate("OpenAICompatible", endpoint))
          .isInstanceOfSatisfying(
              JudgeUnavailableException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.JudgeReplyUnusable))
          .hasMessageContaining("after 3 tries");
      assertThat(endpoint.requests).hasSize(3);
    }
  }

  @Test
  void aRefusedKeyIsNotTriedAgain() throws Exception {
    try (JudgeEndpoint endpoint = new JudgeEndpoint((n, request) -> new Reply(401, null))) {
      assertThatThrownBy(() -> rate("OpenAICompatible", endpoint))
          .isInstanceOfSatisfying(
              JudgeUnavailableException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.JudgeUnavailable))
          .hasMessageContaining("AuthenticationException");
      assertThat(endpoint.requests).hasSize(1);
    }
  }

  private static Rating rate(String type, JudgeEndpoint endpoint) throws Exception {
    return Rubrics.client(Rubrics.judge(type, endpoint.url())).rate(MATERIAL, Purpose.Scoring);
  }
}
