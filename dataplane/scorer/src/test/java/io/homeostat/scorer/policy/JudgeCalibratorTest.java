package io.homeostat.scorer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.judge.Judge;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.scorer.judge.JudgeEndpoint;
import io.homeostat.scorer.judge.Rubrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeCalibratorTest {
  private static final String NAME = "ns/grader";

  private final Definitions definitions = new Definitions();
  private final List<JudgeVerdict> verdicts = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");
  private String items = items(40);
  private JudgeSources.MissingReferenceException missing;
  private boolean away;
  private JudgeCalibrator calibrator;

  @BeforeEach
  void putJudge() {
    calibrator =
        new JudgeCalibrator(
            definitions,
            judge -> {
              if (missing != null) {
                throw missing;
              }
              return new JudgeSources.Found("key", items);
            },
            (spec, key) -> alternating(),
            verdicts::add,
            new Clock() {
              @Override
              public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(java.time.ZoneId zone) {
                return this;
              }

              @Override
              public Instant instant() {
                return now;
              }
            });
    Judge judge = new Judge();
    judge.setMetadata(
        new ObjectMetaBuilder().withNamespace("ns").withName("grader").withUid("u").build());
    judge.setSpec(Rubrics.judge("OpenAICompatible", "http://127.0.0.1:1/v1"));
    calibrator.put(judge);
  }

  @Test
  void aJudgeGatesOnceItsItemsWereAnsweredWellEnough() throws Exception {
    calibrator.tick();
    assertThat(definitions.judge(NAME).orElseThrow().calibrated()).isTrue();
    assertThat(verdicts)
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.calibrated()).isTrue();
              assertThat(verdict.subjectUid()).isEqualTo("u");
            });
  }

  @Test
  void itIsMeasuredAgainOnItsScheduleAndAtOnceWhenItsItemsChange() throws Exception {
    calibrator.tick();
    calibrator.tick();
    assertThat(verdicts).hasSize(1);
    items = items(50);
    calibrator.tick();
    assertThat(verdicts).hasSize(2);
    now = now.plus(Duration.ofHours(2));
    calibrator.tick();
    assertThat(verdicts).hasSize(3);
  }

  @Test
  void aJudgeThatWentAwayLosesItsTrustAtTheNextCalibrationAndGetsItBack() throws Exception {
    calibrator.tick();
    away = true;
    now = now.plus(Duration.ofHours(2));
    calibrator.tick();
    assertThat(definitions.judge(NAME).orElseThrow().calibrated()).isFalse();
    away = false;
    now = now.plus(Duration.ofSeconds(20));
    calibrator.tick();
    assertThat(definitions.judge(NAME).orElseThrow().calibrated()).isTrue();
  }

  @Test
  void aMissingReferenceIsToldOnceAndTheJudgeIsNotUsed() throws Exception {
    missing = new JudgeSources.MissingReferenceException("ConfigMap items has no key items.jsonl");
    calibrator.tick();
    calibrator.tick();
    assertThat(definitions.judge(NAME)).isEmpty();
    assertThat(verdicts)
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.calibrated()).isFalse();
              assertThat(verdict.message()).isEqualTo("ConfigMap items has no key items.jsonl");
            });
  }

  @Test
  void aMalformedItemIsToldByItsLine() throws Exception {
    items = "{";
    calibrator.tick();
    assertThat(verdicts.getFirst().message()).contains("line 1");
  }

  /** Labels alternate 1 and 5 by the item's question, and so does this judge. */
  private ChatModel alternating() {
    return new ChatModel() {
      @Override
      public ChatResponse doChat(ChatRequest request) {
        if (away) {
          throw new IllegalStateException("away");
        }
        int score = request.messages().getLast().toString().contains("even") ? 5 : 1;
        return ChatResponse.builder().aiMessage(AiMessage.from(JudgeEndpoint.score(score))).build();
      }
    };
  }

  private static String items(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"id\":\"i\",\"question\":\"%s\",\"answer\":\"a\",\"labels\":{\"correctness\":%d}}"
                    .formatted(i % 2 == 0 ? "even" : "odd", i % 2 == 0 ? 5 : 1))
        .collect(Collectors.joining("\n"));
  }
}
