package io.homeostat.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTranslatorTest {
  private static final String STREAM =
      """
      : a comment\r
      data: {"id":"c1","model":"base","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

      data: {"id":"c1","model":"base","choices":[{"index":0,"delta":{"content":"Grüße "}}]}

      event: chunk
      data: {"id":"c1","model":"base","choices":[{"index":1,"delta":{"content":"other"}},{"index":0,"delta":{"content":"😀"},"finish_reason":"stop"}]}

      data: {"id":"c1","model":"base","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}

      data: [DONE]

      """;

  private static AnswerTranslator chat(String model, boolean wantsUsage) {
    return new AnswerTranslator(Endpoint.CHAT, model, wantsUsage);
  }

  private static void event(AnswerTranslator translator, String data) throws BrokenAnswerException {
    translator.event(data.getBytes(StandardCharsets.UTF_8));
  }

  private static String translate(AnswerTranslator translator, int pieceSize)
      throws BrokenAnswerException {
    EventStream events = new EventStream();
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
    List<String> out = new ArrayList<>();
    for (int start = 0; start < bytes.length; start += pieceSize) {
      byte[] piece =
          java.util.Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + pieceSize));
      for (byte[] data : events.feed(piece)) {
        translator
            .event(data)
            .ifPresent(event -> out.add(new String(event, StandardCharsets.UTF_8)));
      }
    }
    return String.join("", out);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
  void aStreamIsTheSameHoweverTheNetworkCutsIt(int pieceSize) throws Exception {
    AnswerTranslator translator = chat("support", false);
    assertThat(translate(translator, pieceSize))
        .isEqualTo(
            """
            data: {"id":"c1","model":"support","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

            data: {"id":"c1","model":"support","choices":[{"index":0,"delta":{"content":"Grüße "}}]}

            data: {"id":"c1","model":"support","choices":[{"index":1,"delta":{"content":"other"}},{"index":0,"delta":{"content":"😀"},"finish_reason":"stop"}]}

            data: [DONE]

            """);
    Answer answer = translator.answer();
    assertThat(answer.text()).isEqualTo("Grüße 😀");
    assertThat(answer.responseId()).isEqualTo("c1");
    assertThat(answer.finishReason()).isEqualTo("stop");
    assertThat(answer.promptTokens()).isEqualTo(3);
    assertThat(answer.completionTokens()).isEqualTo(2);
    assertThat(translator.done()).isTrue();
  }

  @Test
  void theUsageChunkIsGivenToAClientThatAskedForIt() throws Exception {
    assertThat(translate(chat("support", true), 100)).contains("\"completion_tokens\":2");
  }

  @Test
  void aRoleAloneIsNoContentYet() throws Exception {
    AnswerTranslator translator = chat("m", false);
    event(
        translator,
        "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
    assertThat(translator.hasContent()).isFalse();
    event(translator, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}");
    assertThat(translator.hasContent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[1]",
        "{}",
        "{\"error\":{\"message\":\"boom\"}}",
        "{\"choices\":3}",
        "{\"choices\":[]} x"
      })
  void whatIsNoChunkIsABrokenAnswer(String data) {
    assertThatThrownBy(() -> event(chat("m", false), data))
        .isInstanceOf(BrokenAnswerException.class);
    assertThatThrownBy(() -> chat("m", false).whole(data.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BrokenAnswerException.class);
  }

  @Test
  void anEndlessEventIsABrokenAnswer() {
    EventStream events = new EventStream();
    byte[] piece = "data: xxxxxxxxxxxxxxxx".repeat(1000).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                events.feed(piece);
              }
            })
        .isInstanceOf(BrokenAnswerException.class);
  }

  @Test
  void aWholeBodyKeepsEverythingButTheModel() throws Exception {
    AnswerTranslator translator = chat("support", false);
    String body =
        "{\"id\":\"c2\",\"model\":\"base\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"logprobs\":{\"x\":-0.10},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":5},\"extra\":null}";
    assertThat(
            new String(
                translator.whole(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
        .isEqualTo(body.replace("base", "support"));
    assertThat(translator.answer().text()).isEqualTo("Hi");
    assertThat(translator.answer().finishReason()).isEqualTo("length");
  }

  @Test
  void toolCallsAreTheAnswerWhenThereIsNoText() throws Exception {
    AnswerTranslator translator = chat("m", false);
    event(
        translator,
        "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"a\"}}]}}]}");
    event(
        translator,
        "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\":1}\"}}]}}]}");
    assertThat(translator.answer().text())
        .isEqualTo("[{\"name\":\"look\",\"arguments\":\"{\\\"a\\\":1}\"}]");
  }

  @Test
  void aCompletionsTextIsCollected() throws Exception {
    AnswerTranslator translator = chat("m", false);
    event(translator, "{\"choices\":[{\"index\":0,\"text\":\"a\"}]}");
    event(translator, "{\"choices\":[{\"index\":0,\"text\":\"b\",\"finish_reason\":\"stop\"}]}");
    assertThat(translator.answer().text()).isEqualTo("ab");
    assertThat(translator.hasContent()).isTrue();
  }

  @Test
  void anAnswerThatIsTooLongSaysSoAndIsNotKept() throws Exception {
    AnswerTranslator translator = chat("m", false);
    String chunk = "{\"choices\":[{\"index\":0,\"text\":\"" + "x".repeat(600_000) + "\"}]}";
    event(translator, chunk);
    assertThat(translator.answer().tooLong()).isFalse();
    event(translator, chunk);
    assertThat(translator.answer().tooLong()).isTrue();
  }
}
