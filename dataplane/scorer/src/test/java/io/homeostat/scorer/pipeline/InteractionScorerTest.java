package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.events.Score;
import io.homeostat.scorer.judge.ChatModels;
import io.homeostat.scorer.judge.JudgeClient;
import io.homeostat.scorer.judge.JudgeEndpoint;
import io.homeostat.scorer.judge.Rubrics;
import io.homeostat.scorer.policy.JudgeHandle;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InteractionScorerTest {
  private static final ScoringPolicy POLICY =
      new ScoringPolicy(
          "ns/support",
          "ns/judge",
          new ScoringPolicy.Weights(.6, .2, .2),
          List.of(
              new QualityPolicySpec.Capability("date", List.of("Date")),
              new QualityPolicySpec.Capability("order", List.of("reverse"))),
          0,
          1);

  private final InteractionScorer scorer =
      new InteractionScorer(
          (reference, answer) -> OptionalDouble.of(.5),
          (reference, answer) -> OptionalDouble.of(1));
  private JudgeEndpoint endpoint;
  private String reply = JudgeEndpoint.score(3);
  private JudgeHandle judge;

  @BeforeEach
  void startJudge() throws Exception {
    endpoint = new JudgeEndpoint(n -> reply);
    var spec = Rubrics.judge("OpenAICompatible", endpoint.url());
    judge = new JudgeHandle("digest", new JudgeClient(spec, ChatModels.of(spec, null)), true);
  }

  @AfterEach
  void stopJudge() {
    endpoint.close();
  }

  @Test
  void withoutAReferenceTheJudgeAloneMakesTheComposite() throws Exception {
    Score score = scorer.score(interaction("24 May", null, 200, null, "stop"), POLICY, judge);
    assertThat(score.composite()).isEqualTo(.5);
    assertThat(score.parts()).containsOnlyKeys("judge", "judge.correctness");
    assertThat(score.capability()).isEqualTo("date");
    assertThat(score.gating()).isTrue();
  }

  @Test
  void aReferenceAddsItsPartsByWeightAndGivesAnotherScorerSet() throws Exception {
    Score with =
        scorer.score(interaction("24 May", "24 May 2029", 200, null, "stop"), POLICY, judge);
    Score without = scorer.score(interaction("24 May", null, 200, null, "stop"), POLICY, judge);
    assertThat(with.composite()).isCloseTo(.6 * .5 + .2 * .5 + .2 * 1, within(1e-12));
    assertThat(with.scorerSet()).isNotEqualTo(without.scorerSet());
  }

  @Test
  void aFailedTruncatedOrEmptyAnswerScoresZeroInTheSetOfTheOthers() throws Exception {
    String usual =
        scorer.score(interaction("24 May", null, 200, null, "stop"), POLICY, judge).scorerSet();
    for (Interaction bad :
        List.of(
            interaction(null, null, 503, "EngineUnavailable", null),
            interaction("24 May", null, 200, "CandidateFailed", "stop"),
            interaction("24 M", null, 200, null, "length"),
            interaction("  ", null, 200, null, "stop"))) {
      Score score = scorer.score(bad, POLICY, judge);
      assertThat(score.composite()).isZero();
      assertThat(score.failed()).isTrue();
      assertThat(score.scorerSet()).isEqualTo(usual);
    }
  }

  @Test
  void aJudgeThatIsAwayLeavesTheAnswerUnscoredNeverZero() throws Exception {
    reply = null;
    Score score = scorer.score(interaction("24 May", null, 200, null, "stop"), POLICY, judge);
    assertThat(score.composite()).isNull();
    assertThat(score.unscoredReason()).isEqualTo("JudgeUnavailable");
    assertThat(score.failed()).isFalse();
    assertThat(
            scorer
                .score(interaction("24 May", null, 200, null, "stop"), POLICY, null)
                .unscoredReason())
        .isEqualTo("JudgeNotReady");
  }

  @Test
  void withoutContentNothingIsInvented() throws Exception {
    assertThat(
            scorer
                .score(interaction(null, null, 200, null, "stop"), POLICY, judge)
                .unscoredReason())
        .isEqualTo("ContentNotCaptured");
  }

  @Test
  void anUncalibratedJudgeDoesNotGate() throws Exception {
    JudgeHandle uncalibrated = new JudgeHandle("digest", judge.client(), false);
    assertThat(
            scorer
                .score(interaction("24 May", null, 200, null, "stop"), POLICY, uncalibrated)
                .gating())
        .isFalse();
  }

  @Test
  void equalAnswersHaveEqualDigestsWhateverTheirCase() throws Exception {
    String a =
        scorer.score(interaction("24 May", null, 200, null, "stop"), POLICY, judge).answerDigest();
    String b =
        scorer
            .score(interaction(" 24 MAY ", null, 200, null, "stop"), POLICY, judge)
            .answerDigest();
    assertThat(a).isEqualTo(b).hasSize(64);
  }

  @Test
  void capabilitiesComeFromTheHeaderThenFromKeywordsThenAreOther() {
    assertThat(POLICY.capabilityOf(asked("write this DATE", null))).isEqualTo("date");
    assertThat(POLICY.capabilityOf(asked("write this date", "order"))).isEqualTo("order");
    assertThat(POLICY.capabilityOf(asked("write this date", "unknown"))).isEqualTo("date");
    assertThat(POLICY.capabilityOf(asked("hello", null))).isEqualTo("other");
  }

  @Test
  void samplingTakesItsShareAndTheSameInteractionsOnAReplay() {
    ScoringPolicy third = new ScoringPolicy("ns/s", null, POLICY.weights(), List.of(), 0, .3);
    List<Interaction> all =
        IntStream.range(0, 10_000).mapToObj(i -> numbered("interaction-" + i)).toList();
    long taken = all.stream().filter(third::samples).count();
    assertThat(taken).isBetween(2_800L, 3_200L);
    assertThat(all.stream().filter(third::samples).count()).isEqualTo(taken);
    assertThat(all).allMatch(POLICY::samples);
  }

  private static Interaction asked(String question, String capability) {
    return interaction(question, capability, "x", null, 200, null, "stop");
  }

  @Test
  void pairAndMeasuresOfTheRequestAreHandedOn() throws Exception {
    Score score = scorer.score(half("i-shadow", "i"), POLICY, judge);
    assertThat(score.pair()).isEqualTo("i");
    assertThat(score.measures()).isEqualTo(new Score.Measures(10L, 4L, 1.5, 5, 6));
  }

  @Test
  void bothAnswersOfAPairAreInTheSampleOrNone() {
    ScoringPolicy few = new ScoringPolicy("ns/support", null, POLICY.weights(), List.of(), 0, .5);
    List<Boolean> sampled =
        IntStream.range(0, 200)
            .mapToObj(
                i -> {
                  boolean asked = few.samples(half("i" + i, "i" + i));
                  assertThat(few.samples(half("shadow-" + i, "i" + i))).isEqualTo(asked);
                  return asked;
                })
            .toList();
    assertThat(sampled).contains(true, false);
  }

  private static Interaction half(String id, String pair) {
    return new Interaction(
        1,
        id,
        "r",
        1,
        "ns/support",
        "support-0",
        "Shadow",
        "support-0",
        1,
        "s",
        "desk-1",
        "date",
        null,
        List.of(new Message("user", "Date?")),
        "24 May",
        true,
        200,
        null,
        "stop",
        10,
        4L,
        1.5,
        5,
        6,
        null,
        List.of("Scoring"),
        pair,
        null, null, null, null, null, null);
  }

  private static Interaction interaction(
      String answer, String reference, int status, String error, String finish) {
    return interaction(
        "Rewrite the date 2029-05-24.", null, answer, reference, status, error, finish);
  }

  private static Interaction interaction(
      String question,
      String capability,
      String answer,
      String reference,
      int status,
      String error,
      String finish) {
    return interaction("i", question, capability, answer, reference, status, error, finish);
  }

  private static Interaction numbered(String id) {
    return interaction(id, "hello", null, "x", null, 200, null, "stop");
  }

  private static Interaction interaction(
      String id,
      String question,
      String capability,
      String answer,
      String reference,
      int status,
      String error,
      String finish) {
    return new Interaction(
        1,
        id,
        "r",
        1,
        "ns/support",
        "support-0",
        "Stable",
        "support-0",
        1,
        "s",
        "desk-1",
        capability,
        reference,
        List.of(
            new Message("user", "earlier"),
            new Message("assistant", "a"),
            new Message("user", question)),
        answer,
        false,
        status,
        error,
        finish,
        10,
        null,
        null,
        5,
        5,
        null,
        List.of("Scoring"),
        null,
        null, null, null, null, null, null);
  }
}
