package io.homeostat.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiErrorTest {
  private static String text(ApiError error) {
    return new String(error.body(), StandardCharsets.UTF_8);
  }

  @Test
  void theShapeIsOpenAis() {
    assertThat(text(ApiError.invalid("c", "p", "m")))
        .isEqualTo(
            "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"param\":\"p\",\"code\":\"c\"}}");
  }

  @Test
  void aMessageThatIsNoUnicodeStillGivesAnError() {
    assertThat(text(ApiError.notFound("c", "p", "the model '\ud800'")))
        .contains("\"code\":\"c\"")
        .contains("valid UTF-8");
  }

  @Test
  void theEnginesReasonReachesTheClientWhateverItsShape() {
    assertThat(
            EngineRefusal.read(
                400,
                "{\"error\":{\"message\":\"too long\",\"param\":\"prompt\"}}"
                    .getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            new ApiError(400, "invalid_request_error", "refused", "prompt", "too long", null));
    assertThat(
            EngineRefusal.read(
                    400,
                    "{\"object\":\"error\",\"message\":\"old\"}".getBytes(StandardCharsets.UTF_8))
                .message())
        .isEqualTo("old");
    assertThat(
            EngineRefusal.read(422, "{\"detail\":\"no\"}".getBytes(StandardCharsets.UTF_8))
                .message())
        .isEqualTo("no");
    assertThat(EngineRefusal.read(400, "<html>".getBytes(StandardCharsets.UTF_8)).message())
        .contains("without saying why");
    assertThat(
            EngineRefusal.read(
                    400,
                    ("{\"message\":\"" + "x".repeat(9_000) + "\"}")
                        .getBytes(StandardCharsets.UTF_8))
                .message())
        .hasSize(2000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"id\":\"i\"}",
        "{\"id\":\"i\",\"model\":\"m\"}",
        "{\"id\":\"i\",\"model\":\"m\",\"rating\":1.1}",
        "{\"id\":\"i\",\"model\":\"m\",\"rating\":-0.1}",
        "{\"id\":\"i\",\"model\":\"m\",\"rating\":\"1\"}",
        "{\"id\":\"i\",\"model\":\"m\",\"rating\":1e400}",
        "{\"id\":\"i\",\"model\":\"m\",\"correction\":\"\"}",
        "{\"id\":\"i\",\"model\":\"m\",\"correction\":5}",
        "{\"id\":5,\"model\":\"m\",\"rating\":1}",
        "{\"model\":\"m\",\"rating\":1}",
        "{\"id\":\"i\",\"rating\":1}"
      })
  void feedbackThatSaysNothingUsableIsRefused(String body) {
    assertThatThrownBy(() -> FeedbackRequest.parse(body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void feedbackIsARatingOrACorrectionOrBoth() throws Exception {
    assertThat(
            FeedbackRequest.parse(
                "{\"id\":\"i\",\"model\":\"m\",\"rating\":0}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new FeedbackRequest("i", "m", 0.0, null));
    assertThat(
            FeedbackRequest.parse(
                "{\"id\":\"i\",\"model\":\"m\",\"rating\":null,\"correction\":\"c\"}"
                    .getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new FeedbackRequest("i", "m", null, "c"));
  }
}
