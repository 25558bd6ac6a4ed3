package io.homeostat.scorer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.judge.JudgeBudget.Purpose;
import io.homeostat.judge.JudgeEndpoint;
import io.homeostat.judge.JudgeUnavailableException;
import io.homeostat.judge.Material;
import io.homeostat.judge.Quotation;
import io.homeostat.judge.Rubrics;
import io.homeostat.judge.SteppingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeCalibratorTest {
  private static final String NAME = "ns/grader";
  private static final JudgeSpec SPEC =
      Rubrics.judge(
          "OpenAICompatible",
          "http://127.0.0.1:1/v1",
          null,
          new JudgeSpec.Budget(1_000, null, null));

  private final Definitions definitions = new Definitions();
  private final List<JudgeVerdict> verdicts = new ArrayList<>();
  private final SteppingClock clock = new SteppingClock("2026-11-21T00:00:00Z");
  private String items = items(60);
  private JudgeSources.MissingReferenceException missing;
  private boolean away;
  private int harsher;
  private JudgeCalibrator calibrator;

  @BeforeEach
  void start() {
    start(new JudgeMemory("scorer-1", clock));
  }

  @Test
  void aJudgeGatesOnceItsItemsWereAnsweredWellEnough() throws Exception {
    calibrator.tick();
    assertThat(definitions.judge(NAME).orElseThrow().calibrated()).isTrue();
    assertThat(verdicts)
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.mayGate()).isTrue();
              assertThat(verdict.mayGate("correctness")).isTrue();
              assertThat(verdict.subjectUid()).isEqualTo("u");
              assertThat(verdict.drift()).isNull();
              assertThat(verdict.frozen().scores().get("correctness")).startsWith("515");
            });
  }

  @Test
  void itIsMeasuredAgainOnItsScheduleAndAtOnceWhenItsItemsChange() throws Exception {
    calibrator.tick();
    calibrator.tick();
    assertThat(verdicts).hasSize(1);
    items = items(70);
    calibrator.tick();
    assertThat(verdicts).hasSize(2);
    clock.step(Duration.ofHours(2));
    calibrator.tick();
    assertThat(verdicts).hasSize(3);
  }

  @Test
  void aJudgeThatWentAwayLosesItsTrustAtTheNextCalibrationAndGetsItBack() throws Exception {
    calibrator.tick();
    away = true;
    clock.step(Duration.ofHours(2));
    calibrator.tick();
    assertThat(definitions.judge(NAME).orElseThrow().calibrated()).isFalse();
    away = false;
    clock.step(Duration.ofSeconds(40));
    calibrator.tick();
    assertThat(definitions.judge(NAME).orElseThrow().calibrated()).isTrue();
  }

  @Test
  void aJudgeThatScoresItsItemsOtherwiseThanAtFirstGatesNothingUntilItReturns() throws Exception {
    calibrator.tick();
    harsher = 11;
    clock.step(Duration.ofHours(2));
    calibrator.tick();
    JudgeVerdict drifted = verdicts.getLast();
    assertThat(drifted.calibrated()).as(drifted.message()).isTrue();
    assertThat(drifted.drift().drifted()).isTrue();
    assertThat(drifted.drift().meanChange()).isEqualTo(-11 / 60.0);
    assertThat(drifted.mayGate()).isFalse();
    assertThat(drifted.mayGate("correctness")).isFalse();
    assertThat(definitions.judge(NAME).orElseThrow().calibrated()).isFalse();

    harsher = 0;
    clock.step(Duration.ofHours(2));
    calibrator.tick();
    assertThat(verdicts.getLast().drift().drifted()).isFalse();
    assertThat(definitions.judge(NAME).orElseThrow().calibrated()).isTrue();
  }

  @Test
  void aNewScorerComparesWithTheFirstScoresThatTheOldOnePublished() throws Exception {
    calibrator.tick();
    JudgeMemory memory = new JudgeMemory("scorer-2", clock);
    memory.published(verdicts.getLast());
    start(memory);
    harsher = 11;
    calibrator.tick();
    assertThat(verdicts.getLast().drift().drifted()).isTrue();
    assertThat(verdicts.getLast().frozen()).isEqualTo(verdicts.getFirst().frozen());
  }

  @Test
  void otherItemsOrANamesakeBeginAnew() throws Exception {
    calibrator.tick();
    items = items(70);
    harsher = 11;
    calibrator.tick();
    assertThat(verdicts.getLast().drift()).isNull();
    JudgeMemory memory = new JudgeMemory("scorer-2", clock);
    memory.published(verdicts.getLast());
    start(memory);
    calibrator.put(judge("another"));
    harsher = 0;
    calibrator.tick();
    assertThat(verdicts.getLast().drift()).isNull();
  }

  @Test
  void whatTheDayUsedIsPublishedAndHeldAfterARestart() throws Exception {
    calibrator.tick();
    for (int i = 0; i < 700; i++) {
      rate();
    }
    clock.step(Duration.ofSeconds(31));
    calibrator.tick();
    assertThat(verdicts).hasSize(2);
    assertThat(verdicts.getLast().usage().total().requests()).isEqualTo(760);
    assertThat(verdicts.getLast().withUsage(null)).isEqualTo(verdicts.getFirst().withUsage(null));

    JudgeMemory memory = new JudgeMemory("scorer-2", clock);
    memory.published(verdicts.getLast());
    start(memory);
    calibrator.tick();
    for (int i = 0; i < 180; i++) {
      rate();
    }
    Assertions.assertThatThrownBy(this::rate)
        .isInstanceOf(JudgeUnavailableException.class)
        .hasMessageContaining("budget");
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
              assertThat(verdict.mayGate()).isFalse();
              assertThat(verdict.message()).isEqualTo("ConfigMap items has no key items.jsonl");
            });
  }

  @Test
  void aMalformedItemIsToldByItsLine() throws Exception {
    items = "{";
    calibrator.tick();
    assertThat(verdicts.getFirst().message()).contains("line 1");
  }

  private void rate() throws JudgeUnavailableException, InterruptedException {
    definitions
        .judge(NAME)
        .orElseThrow()
        .client()
        .rate(new Material("even", "a", null), Purpose.Scoring);
  }

  private void start(JudgeMemory memory) {
    calibrator =
        new JudgeCalibrator(
            definitions,
            judge -> {
              if (missing != null) {
                throw missing;
              }
              return new JudgeSources.Found("key", items);
            },
            new JudgeClients((spec, key) -> alternating(), Quotation.random(), time -> {}, clock),
            memory,
            verdicts::add,
            clock);
    calibrator.put(judge("u"));
  }

  private static Judge judge(String uid) {
    Judge judge = new Judge();
    judge.setMetadata(
        new ObjectMetaBuilder().withNamespace("ns").withName("grader").withUid(uid).build());
    judge.setSpec(SPEC);
    return judge;
  }

  /**
   * Labels alternate 5 and 1 by the item's question, and so does this judge, but for the first even
   * answers when it got harsher.
   */
  private ChatModel alternating() {
    return new ChatModel() {
      @Override
      public ChatResponse doChat(ChatRequest request) {
        if (away) {
          throw new IllegalStateException("away");
        }
        String asked = request.messages().getLast().toString();
        int number =
            asked.contains("answer-")
                ? Integer.parseInt(asked.replaceAll("(?s).*answer-(\\d+)\\D.*", "$1"))
                : 99;
        int score = asked.contains("even") ? number / 2 < harsher ? 4 : 5 : 1;
        return ChatResponse.builder().aiMessage(AiMessage.from(JudgeEndpoint.score(score))).build();
      }
    };
  }

  private static String items(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"id\":\"i\",\"question\":\"%s\",\"answer\":\"answer-%03d\",\"reference\":\"r\",\"labels\":{\"correctness\":%d}}"
                    .formatted(i % 2 == 0 ? "even" : "odd", i, i % 2 == 0 ? 5 : 1))
        .collect(Collectors.joining("\n"));
  }
}
