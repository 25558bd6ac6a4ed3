package io.homeostat.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.events.JudgeVerdict;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CalibrationTest {
  private static final JudgeSpec SPEC = Rubrics.judge("OpenAICompatible", "http://127.0.0.1:1/v1");
  private static final String ITEMS =
      IntStream.range(0, 60)
          .mapToObj(
              i ->
                  "{\"id\":\"i%d\",\"question\":\"q\",\"answer\":\"%d\",\"reference\":\"r\",\"labels\":{\"correctness\":%d}}"
                      .formatted(i, label(i), label(i)))
          .collect(Collectors.joining("\n"));

  /** The labelled fixture: 240 answers graded by a rule, judges asked over HTTP. */
  @ParameterizedTest
  @EnumSource
  void onlyAGoodJudgeMayGate(GradedJudge judge) throws Exception {
    List<CalibrationItem> items =
        CalibrationItem.parse(GradedAnswers.jsonLines(240, 7), List.of("correctness"));
    try (JudgeEndpoint endpoint = judge.endpoint()) {
      Calibration.Outcome outcome =
          new Calibration(SPEC.calibration())
              .measure(Rubrics.client(Rubrics.judge("OpenAICompatible", endpoint.url())), items);
      assertThat(outcome.unscored()).isZero();
      assertThat(outcome.reason())
          .as(outcome.message())
          .isEqualTo(
              switch (judge) {
                case Good -> "Calibrated";
                case Biased -> "Biased";
                case LengthBiased -> "LengthBiased";
                case Random -> "AgreementTooLow";
              });
      assertThat(outcome.calibrated()).isEqualTo(judge == GradedJudge.Good);
    }
  }

  @Test
  void theSeedDecidesNothing() throws Exception {
    for (long seed = 1; seed <= 20; seed++) {
      List<CalibrationItem> items =
          CalibrationItem.parse(GradedAnswers.jsonLines(240, seed), List.of("correctness"));
      for (GradedJudge judge : GradedJudge.values()) {
        assertThat(
                new Calibration(SPEC.calibration())
                    .measure(
                        judge(text -> Math.clamp(judge.score(JudgeEndpoint.json(text)), 1, 5)),
                        items)
                    .calibrated())
            .as("%s with seed %d", judge, seed)
            .isEqualTo(judge == GradedJudge.Good);
      }
    }
  }

  @Test
  void eachDimensionIsMeasuredAloneAndTheGateIsOnTheirMean() throws Exception {
    JudgeSpec.Dimension one = SPEC.rubric().dimensions().getFirst();
    JudgeSpec.Rubric rubric =
        new JudgeSpec.Rubric(
            List.of(one, new JudgeSpec.Dimension("style", "Is it well put?", one.anchors())));
    String items =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    "{\"question\":\"q\",\"answer\":\"%d %d\",\"reference\":\"r\",\"labels\":{\"correctness\":%d,\"style\":%d}}"
                        .formatted(label(i), label(i / 5), label(i), label(i / 5)))
            .collect(Collectors.joining("\n"));
    // right about correctness, and of one opinion about style
    ChatModel model =
        answering(
            text ->
                ("{\"scores\":[{\"dimension\":\"correctness\",\"reason\":\"r\",\"score\":%s},"
                        + "{\"dimension\":\"style\",\"reason\":\"r\",\"score\":3}]}")
                    .formatted(JudgeEndpoint.json(text).path("answer").asText().split(" ")[0]));
    JudgeClient client =
        new JudgeClient(
            rubric,
            Quotation.random(),
            Rubrics.connection(SPEC, model, JudgeBudget.UNLIMITED, java.time.Clock.systemUTC()));
    Calibration.Outcome outcome =
        new Calibration(SPEC.calibration())
            .measure(client, CalibrationItem.parse(items, client.dimensions()));
    assertThat(outcome.dimensions().get("correctness").calibrated()).isTrue();
    assertThat(outcome.dimensions().get("correctness").kappa()).isEqualTo(1);
    assertThat(outcome.dimensions().get("style").reason()).isEqualTo("AgreementTooLow");
    assertThat(outcome.overall().kappa()).isStrictlyBetween(0.5, 0.9);
    assertThat(outcome.scores().get("style")).isEqualTo("3".repeat(100));
  }

  @Test
  void aJudgeThatIsAwayIsNotCalibratedAndEveryItemCountsAsUnscored() throws Exception {
    Calibration.Outcome outcome = calibrate(label -> 0);
    assertThat(outcome.reason()).isEqualTo("JudgeUnavailable");
    assertThat(outcome.unscored()).isEqualTo(60);
    assertThat(outcome.overall().kappa()).isNull();
    assertThat(outcome.message())
        .isEqualTo("60 of 60 items could not be rated, at least 50 must be");
  }

  @Test
  void tooFewItemsNeverCalibrate() throws Exception {
    String few = ITEMS.lines().limit(49).collect(Collectors.joining("\n"));
    assertThat(
            new Calibration(SPEC.calibration())
                .measure(
                    judge(CalibrationTest::labelIn),
                    CalibrationItem.parse(few, List.of("correctness")))
                .reason())
        .isEqualTo("TooFewItems");
    assertThat(calibrate(label -> label).reason()).isEqualTo("Calibrated");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"question\":1 | calibration item on line 2 is no JSON object",
        "{} | calibration item on line 2 needs question, answer, reference and labels",
        "{\"question\":\"q\",\"answer\":\"a\",\"labels\":{\"correctness\":3}} | calibration item on"
            + " line 2 needs question, answer, reference and labels",
        "{\"question\":\"q\",\"answer\":\"a\",\"reference\":\"r\",\"labels\":{\"correctness\":9}} |"
            + " calibration item on line 2 needs a label from 1 to 5 for correctness"
      })
  void anItemThatCannotBeUsedIsNamedByItsLine(String line, String message) {
    assertThatThrownBy(() -> CalibrationItem.parse("\n" + line, List.of("correctness")))
        .hasMessage(message);
  }

  @Test
  void aJudgeThatScoresItsFrozenItemsOtherwiseHasDrifted() {
    var first = new JudgeVerdict.Frozen("inputs", 5, Map.of("a", "3".repeat(60)));
    assertThat(DriftCheck.compare(null, Map.of("a", "3".repeat(60)))).isNull();
    assertThat(DriftCheck.compare(first, Map.of("a", "3".repeat(60))).drifted()).isFalse();
    // 10 of 60 one down: p = 2/2^10; 11: 2/2^11 is below the error rate of 0.001
    assertThat(compare(first, 10).drifted()).isFalse();
    assertThat(compare(first, 11).drifted()).isTrue();
    assertThat(compare(first, 11).meanChange()).isEqualTo(-11 / 60.0);
    assertThat(compare(first, 11).sinceMillis()).isEqualTo(5);
    // items that were not scored are not compared
    assertThat(DriftCheck.compare(first, Map.of("a", "0".repeat(60))).drifted()).isFalse();
  }

  private static JudgeVerdict.Drift compare(JudgeVerdict.Frozen first, int changed) {
    return DriftCheck.compare(first, Map.of("a", "2".repeat(changed) + "3".repeat(60 - changed)));
  }

  private static Calibration.Outcome calibrate(IntUnaryOperator labelToScore)
      throws InterruptedException {
    return new Calibration(SPEC.calibration())
        .measure(
            judge(text -> labelToScore.applyAsInt(labelIn(text))),
            CalibrationItem.parse(ITEMS, List.of("correctness")));
  }

  /** These items carry their label as their answer. */
  private static int labelIn(String material) {
    return JudgeEndpoint.json(material).path("answer").asInt();
  }

  /** A judge in this process whose score is a function of the material; 0 fails. */
  private static JudgeClient judge(java.util.function.ToIntFunction<String> score) {
    return Rubrics.client(
        SPEC,
        answering(
            text -> {
              int points = score.applyAsInt(text);
              if (points == 0) {
                throw new IllegalStateException("away");
              }
              return JudgeEndpoint.score(points);
            }),
        JudgeBudget.UNLIMITED);
  }

  private static ChatModel answering(java.util.function.UnaryOperator<String> reply) {
    return new ChatModel() {
      @Override
      public ChatResponse doChat(ChatRequest request) {
        String user = ((UserMessage) request.messages().getLast()).singleText();
        String line =
            user.lines().filter(l -> l.startsWith(Quotation.MATERIAL)).findFirst().orElseThrow();
        return ChatResponse.builder()
            .aiMessage(AiMessage.from(reply.apply(line.substring(Quotation.MATERIAL.length()))))
            .build();
      }
    };
  }

  private static int label(int i) {
    return 1 + i % 5;
  }
}
