package io.homeostat.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.events.Message;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionRequestTest {
  private static CompletionRequest chat(String json) throws ApiException {
    return CompletionRequest.parse(Endpoint.CHAT, json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                                            | expected the body to be"
            + " one JSON object",
        "[]                                                            | expected the body to be"
            + " one JSON object",
        "null                                                          | expected the body to be"
            + " one JSON object",
        "{                                                             | expected the body to be"
            + " one JSON object",
        "{\"model\":\"m\"} x                                           | expected the body to be"
            + " one JSON object",
        "{}                                                            | expected model to be the"
            + " name of a model; GET /v1/models lists them, found nothing",
        "{\"model\":7}                                                 | expected model to be",
        "{\"model\":\" \"}                                             | expected model to be",
        "{\"model\":\"m\"}                                             | expected messages to be a"
            + " non-empty array of messages, found nothing",
        "{\"model\":\"m\",\"messages\":[]}                             | expected messages to be",
        "{\"model\":\"m\",\"messages\":{\"role\":\"user\"}}            | expected messages to be",
        "{\"model\":\"m\",\"messages\":[\"hi\"]}                       | expected messages[0] to be"
            + " an object with a role",
        "{\"model\":\"m\",\"stream\":\"yes\"}                          | expected stream to be true"
            + " or false, found another value",
        "{\"model\":\"m\",\"stream_options\":1}                        | expected stream_options to"
            + " be an object",
        "{\"model\":\"m\",\"metadata\":[1]}                            | expected metadata to be an"
            + " object of strings",
        "{\"model\":\"m\",\"metadata\":{\"reference\":1}}              | expected"
            + " metadata.reference to be a string",
      })
  void whatIsWrongIsNamed(String body, String message) {
    assertThatThrownBy(() -> chat(body))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().status()).isEqualTo(400))
        .hasMessageStartingWith(message);
  }

  @Test
  void aCompletionNeedsAPrompt() {
    assertThatThrownBy(
            () ->
                CompletionRequest.parse(
                    Endpoint.COMPLETIONS, "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8)))
        .hasMessageStartingWith("expected prompt to be a string or a non-empty array");
  }

  @Test
  void deepAndHugeJsonIsRefusedAndNotBuilt() {
    assertThatThrownBy(() -> chat("[".repeat(100_000))).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> chat("{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"))
        .isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> chat("{\"a\":[" + "{},".repeat(300_000) + "{}]}"))
        .isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> chat("{\"a\":" + "9".repeat(100_000) + "}"))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void theErrorOfBrokenJsonDoesNotQuoteIt() {
    assertThatThrownBy(() -> chat("{\"secret\" secret"))
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("secret");
  }

  @Test
  void theSessionIsFoundInMetadataBeforeTheUserFields() throws Exception {
    String messages = "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    assertThat(
            chat("{" + messages + ",\"user\":\"u\",\"metadata\":{\"session\":\"s\"}}")
                .sessionHint())
        .contains("metadata.session=s");
    assertThat(
            chat("{" + messages + ",\"user\":\"u\",\"metadata\":{\"conversation\":5}}")
                .sessionHint())
        .contains("metadata.conversation=5");
    assertThat(chat("{" + messages + ",\"safety_identifier\":\"f\",\"user\":\"u\"}").sessionHint())
        .contains("user=u");
    assertThat(
            chat("{" + messages + ",\"safety_identifier\":\"f\",\"prompt_cache_key\":\"k\"}")
                .sessionHint())
        .contains("safety_identifier=f");
    assertThat(chat("{" + messages + ",\"prompt_cache_key\":\"k\"}").sessionHint())
        .contains("prompt_cache_key=k");
    assertThat(chat("{" + messages + ",\"user\":\"\"}").sessionHint()).isEmpty();
  }

  @Test
  void onlyTextIsCaptured() throws Exception {
    CompletionRequest request =
        chat(
            """
            {"model":"m","metadata":{"reference":"Paris"},"messages":[
              {"role":"system","content":"Be brief."},
              {"role":"user","content":[{"type":"text","text":"Which "},{"type":"image_url","image_url":{"url":"data:x"}},{"type":"text","text":"city?"}]},
              {"role":"assistant","content":null,"tool_calls":[]}]}
            """);
    assertThat(request.messages())
        .containsExactly(
            new Message("system", "Be brief."),
            new Message("user", "Which city?"),
            new Message("assistant", ""));
    assertThat(request.firstUserMessage()).contains("Which city?");
    assertThat(request.reference()).isEqualTo("Paris");
  }

  @Test
  void aCompletionsPromptIsOneUserMessage() throws Exception {
    CompletionRequest text =
        CompletionRequest.parse(
            Endpoint.COMPLETIONS,
            "{\"model\":\"m\",\"prompt\":\"Once\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(text.messages()).containsExactly(new Message("user", "Once"));
    CompletionRequest tokens =
        CompletionRequest.parse(
            Endpoint.COMPLETIONS,
            "{\"model\":\"m\",\"prompt\":[1,2]}".getBytes(StandardCharsets.UTF_8));
    assertThat(tokens.messages()).isEmpty();
    assertThat(tokens.firstUserMessage()).isEmpty();
  }
}
