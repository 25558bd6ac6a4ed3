package io.homeostat.scorer.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.homeostat.crds.judge.JudgeSpec;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final JudgeSpec SPEC = Rubrics.judge("OpenAICompatible", "http://127.0.0.1:1/v1");
  private static final String ITEMS =
      IntStream.range(0, 60)
          .mapToObj(
              i ->
                  "{\"id\":\"i%d\",\"question\":\"q\",\"answer\":\"%d\",\"reference\":\"r\",\"labels\":{\"correctness\":%d}}"
                      .formatted(i, label(i), label(i)))
          .collect(Collectors.joining("\n"));

  @Test
  void aJudgeThatAgreesIsCalibrated() throws Exception {
    Calibration.Outcome outcome = calibrate(label -> label);
    assertThat(outcome.calibrated()).isTrue();
    assertThat(outcome.kappa()).isEqualTo(1.0);
    assertThat(outcome.reason()).isEqualTo("Calibrated");
  }

  @Test
  void aGenerousJudgeIsBiased() throws Exception {
    Calibration.Outcome outcome = calibrate(label -> Math.min(5, label + 1));
    assertThat(outcome.calibrated()).isFalse();
    assertThat(outcome.bias()).isGreaterThan(0.05);
    assertThat(outcome.reason()).isEqualTo("Biased");
  }

  @Test
  void aJudgeThatSaysOneThingOnlyDoesNotAgree() throws Exception {
    assertThat(calibrate(label -> 3).reason()).isEqualTo("AgreementTooLow");
  }

  @Test
  void aJudgeThatIsAwayIsNotCalibratedAndEveryItemCountsAsUnscored() throws Exception {
    Calibration.Outcome outcome = calibrate(label -> 0);
    assertThat(outcome.reason()).isEqualTo("JudgeUnavailable");
    assertThat(outcome.unscored()).isEqualTo(60);
    assertThat(outcome.kappa()).isNull();
  }

  @Test
  void tooFewItemsNeverCalibrate() throws Exception {
    List<CalibrationItem> few =
        CalibrationItem.parse(
            ITEMS.lines().limit(10).collect(Collectors.joining("\n")), List.of("correctness"));
    assertThat(new Calibration(SPEC.calibration()).measure(judge(label -> label), few).reason())
        .isEqualTo("TooFewItems");
  }

  @Test
  void anItemThatCannotBeUsedIsNamedByItsLine() {
    assertThatThrownBy(
            () -> CalibrationItem.parse(ITEMS + "\n\n{\"question\":1", List.of("correctness")))
        .hasMessage("calibration item on line 62 is no JSON object");
    assertThatThrownBy(
            () ->
                CalibrationItem.parse(
                    "{\"question\":\"q\",\"answer\":\"a\",\"labels\":{\"correctness\":9}}",
                    List.of("correctness")))
        .hasMessage("calibration item on line 1 needs a label from 1 to 5 for correctness");
    assertThatThrownBy(() -> CalibrationItem.parse("{}", List.of("correctness")))
        .hasMessageContaining("needs question, answer and labels");
  }

  private static Calibration.Outcome calibrate(IntUnaryOperator labelToScore)
      throws InterruptedException {
    return new Calibration(SPEC.calibration())
        .measure(judge(labelToScore), CalibrationItem.parse(ITEMS, List.of("correctness")));
  }

  /**
   * A judge whose score is a function of the label, which the items of this test carry as their
   * answer; 0 fails.
   */
  private static JudgeClient judge(IntUnaryOperator labelToScore) {
    ChatModel model =
        new ChatModel() {
          @Override
          public ChatResponse doChat(ChatRequest request) {
            int score = labelToScore.applyAsInt(answer(request.messages().getLast()));
            if (score == 0) {
              throw new IllegalStateException("away");
            }
            return ChatResponse.builder()
                .aiMessage(AiMessage.from(JudgeEndpoint.score(score)))
                .build();
          }
        };
    return new JudgeClient(SPEC, model);
  }

  private static int answer(ChatMessage message) {
    String line = ((UserMessage) message).singleText().lines().findFirst().orElseThrow();
    try {
      return new ObjectMapper()
          .readTree(line.substring("MATERIAL: ".length()))
          .path("answer")
          .asInt();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static int label(int i) {
    return 1 + i % 5;
  }
}
