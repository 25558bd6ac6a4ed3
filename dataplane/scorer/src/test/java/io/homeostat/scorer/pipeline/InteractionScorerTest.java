package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.events.Interaction;
import io.homeostat.events.Interaction.ToolCall;
import io.homeostat.events.Score;
import io.homeostat.judge.JudgeEndpoint;
import io.homeostat.judge.JudgeSampling;
import io.homeostat.judge.Rubrics;
import io.homeostat.scorer.Asked;
import io.homeostat.scorer.Policies;
import io.homeostat.scorer.Scorers;
import io.homeostat.scorer.policy.JudgeHandle;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InteractionScorerTest {
  private static final ScoringPolicy POLICY =
      Policies.of(
          """
          capabilities: [{name: date, keywords: [Date]}]
          scorers: {judge: {ref: {name: judge}}, lexical: {}, semantic: {}}
          """);
  private static final ScoringPolicy CHECKED =
      Policies.of(
          """
          scorers:
            lexical: {weight: "0.5"}
            invariants:
            - {name: brief, weight: "0.5", length: {maximum: 10}}
            - {name: polite, contains: {none: [damn]}}
            - {name: english, weight: "0.5", language: {codes: [en]}}
          segments: {tags: [region], language: true, embeddings: true}
          """);

  private final InteractionScorer scorer = Scorers.withSimilarities(.5, 1);
  private JudgeEndpoint endpoint;
  private String reply = JudgeEndpoint.score(3);
  private JudgeHandle judge;

  @BeforeEach
  void startJudge() throws Exception {
    endpoint = new JudgeEndpoint(n -> reply);
    var spec = Rubrics.judge("OpenAICompatible", endpoint.url());
    judge = new JudgeHandle("digest", Rubrics.client(spec), true, new JudgeSampling(1));
  }

  @AfterEach
  void stopJudge() {
    endpoint.close();
  }

  @Test
  void withoutAReferenceTheJudgeAloneMakesTheComposite() throws Exception {
    Score score = score(Asked.answered("24 May"));
    assertThat(score.composite()).isEqualTo(.5);
    assertThat(score.parts()).containsOnlyKeys("judge", "judge.correctness");
    assertThat(score.details().missing())
        .isEqualTo(Map.of("lexical", "NoReference", "semantic", "NoReference"));
    assertThat(score.details().referenceKind()).isNull();
    assertThat(score.capability()).isEqualTo("date");
    assertThat(score.gating()).isTrue();
  }

  @Test
  void aReferenceAddsItsPartsByWeightAndGivesAnotherScorerSet() throws Exception {
    Score with = score(Asked.answered("24 May").reference("24 May 2029"));
    assertThat(with.composite()).isCloseTo(.6 * .5 + .2 * .5 + .2 * 1, within(1e-12));
    assertThat(with.details().referenceKind()).isEqualTo("Client");
    assertThat(with.details().missing()).isEmpty();
    assertThat(with.scorerSet()).isNotEqualTo(score(Asked.answered("24 May")).scorerSet());
  }

  @Test
  void aGoldenAnswerIsTheReferenceOfARequestThatBringsNone() throws Exception {
    ScoringPolicy golden =
        Policies.of(
            """
            scorers: {lexical: {}, semantic: {}, goldenAnswersConfigMapRef: {name: golden, key: answers.jsonl}}
            """);
    Asked asked = Asked.question(Scorers.GOLDEN_QUESTION);
    Score known = scorer.score(asked.build(), golden, null, Map.of());
    assertThat(known.details().referenceKind()).isEqualTo("Golden");
    assertThat(known.parts()).containsOnlyKeys("lexical", "semantic");

    Score brought = scorer.score(asked.reference("25 May").build(), golden, null, Map.of());
    assertThat(brought.details().referenceKind()).isEqualTo("Client");
    assertThat(brought.scorerSet()).isEqualTo(known.scorerSet());

    Score unknown = scorer.score(Asked.question("Why?").build(), golden, null, Map.of());
    assertThat(unknown.details().missing()).containsEntry("lexical", "NoReference");
    assertThat(score(Asked.question(Scorers.GOLDEN_QUESTION)).details().referenceKind()).isNull();
  }

  @Test
  void aFailedTruncatedOrEmptyAnswerScoresZeroInTheSetOfTheOthers() throws Exception {
    String usual = score(Asked.answered("24 May")).scorerSet();
    Map<String, Asked> bad =
        Map.of(
            "Error", Asked.answered(null).failed(503, "EngineUnavailable").finish(null),
            "Truncated", Asked.answered("24 M").finish("length"),
            "Empty", Asked.answered("  "));
    for (var one : bad.entrySet()) {
      Score score = score(one.getValue());
      assertThat(score.composite()).isZero();
      assertThat(score.failed()).isTrue();
      assertThat(score.scorerSet()).isEqualTo(usual);
      assertThat(score.details().failure()).isEqualTo(one.getKey());
    }
    assertThat(score(Asked.answered("24 May").failed(200, "CandidateFailed")).failed()).isTrue();
  }

  @Test
  void aJudgeThatIsAwayLeavesTheAnswerUnscoredNeverZero() throws Exception {
    reply = null;
    Score score = score(Asked.answered("24 May"));
    assertThat(score.composite()).isNull();
    assertThat(score.unscoredReason()).isEqualTo("JudgeUnavailable");
    assertThat(score.failed()).isFalse();
    Score without = scorer.score(Asked.answered("24 May").build(), POLICY, null, Map.of());
    assertThat(without.unscoredReason()).isEqualTo("JudgeNotReady");
  }

  @Test
  void withoutContentNothingIsInvented() throws Exception {
    Score score = score(Asked.answered(null));
    assertThat(score.unscoredReason()).isEqualTo("ContentNotCaptured");
    assertThat(score.parts()).isEmpty();
    assertThat(score.details().missing()).containsOnlyKeys("judge", "lexical", "semantic");
  }

  @Test
  void anUncalibratedJudgeDoesNotGate() throws Exception {
    JudgeHandle uncalibrated = new JudgeHandle("digest", judge.client(), false, judge.sampling());
    assertThat(
            scorer.score(Asked.answered("24 May").build(), POLICY, uncalibrated, Map.of()).gating())
        .isFalse();
  }

  @Test
  void theProbabilityOfBeingJudgedIsRecordedAlsoWhereItWasNot() throws Exception {
    JudgeHandle seldom = new JudgeHandle("digest", judge.client(), true, new JudgeSampling(1e-9));
    Score score = scorer.score(Asked.answered("24 May").build(), POLICY, seldom, Map.of());
    assertThat(score.unscoredReason()).isEqualTo("JudgeNotSampled");
    assertThat(score.details().judgeProbability()).isEqualTo(1e-9);
    assertThat(score(Asked.answered("24 May")).details().judgeProbability()).isEqualTo(1);
  }

  @Test
  void anAnswerOfToolCallsAloneIsNotEmpty() throws Exception {
    Score score = score(Asked.answered(null).tools(List.of(), new ToolCall("track", "{}")));
    assertThat(score.failed()).isFalse();
    assertThat(score.composite()).isEqualTo(.5);
  }

  @Test
  void weightedInvariantsCountAndOthersAreOnlyReported() throws Exception {
    Score score =
        scorer.score(Asked.answered("damn").reference("x").build(), CHECKED, null, Map.of());
    assertThat(score.parts())
        .isEqualTo(Map.of("lexical", .5, "invariant.brief", 1d, "invariant.polite", 0d));
    assertThat(score.composite()).isCloseTo((.5 * .5 + .5 * 1) / 1, within(1e-12));
    assertThat(score.details().missing()).isEqualTo(Map.of("invariant.english", "LanguageUnclear"));
  }

  @Test
  void whatWasScoredElsewhereIsReportedAndNeverCounts() throws Exception {
    Score with =
        scorer.score(Asked.answered("a").build(), POLICY, judge, Map.of("external.tone", 0d));
    assertThat(with.parts()).containsEntry("external.tone", 0d);
    assertThat(with.composite()).isEqualTo(score(Asked.answered("a")).composite());
    assertThat(with.scorerSet()).isEqualTo(score(Asked.answered("a")).scorerSet());
  }

  @Test
  void anotherWeightOrCheckIsAnotherScorerSetAReportedOneIsNot() throws Exception {
    String one = set("[{name: brief, weight: \"0.5\", length: {maximum: 10}}]");
    assertThat(set("[{name: brief, weight: \"0.5\", length: {maximum: 10}}]")).isEqualTo(one);
    assertThat(set("[{name: brief, weight: \"0.4\", length: {maximum: 10}}]")).isNotEqualTo(one);
    assertThat(set("[{name: brief, weight: \"0.5\", length: {maximum: 11}}]")).isNotEqualTo(one);
    assertThat(
            set(
                "[{name: brief, weight: \"0.5\", length: {maximum: 10}},"
                    + " {name: polite, contains: {none: [damn]}}]"))
        .isEqualTo(one);
  }

  @Test
  void detailsTellWhatToSegmentByAndNoContent() throws Exception {
    Interaction interaction =
        Asked.question("Could you please tell me where my parcel is at the moment?")
            .answer("On its way.")
            .system("You are a desk.")
            .tags(Map.of("region", "eu", "other", "x"))
            .build();
    Score.Details details = scorer.score(interaction, CHECKED, null, Map.of()).details();
    assertThat(details.dimensions())
        .containsEntry("region", "eu")
        .containsEntry("client", "desk-1")
        .containsEntry("language", "en")
        .containsOnlyKeys("region", "client", "language", "prompt");
    assertThat(details.dimensions().get("prompt")).matches("[0-9a-f]{12}");
    assertThat(details.inputCharacters()).isEqualTo(58);
    assertThat(details.answerCharacters()).isEqualTo(11);
    assertThat(details.inputEmbedding()).hasSize(Score.Details.PROJECTED);
    assertThat(details.answerEmbedding()).hasSize(Score.Details.PROJECTED);
    assertThat(score(Asked.answered("24 May")).details().inputEmbedding()).isEmpty();
  }

  @Test
  void equalAnswersHaveEqualDigestsWhateverTheirCase() throws Exception {
    assertThat(score(Asked.answered("24 May")).answerDigest())
        .isEqualTo(score(Asked.answered(" 24 MAY ")).answerDigest())
        .hasSize(64);
  }

  @Test
  void samplingTakesItsShareAndTheSameInteractionsOnAReplay() {
    ScoringPolicy third = Policies.of("sampling: {rate: \"0.3\"}\nscorers: {lexical: {}}");
    List<Interaction> all =
        IntStream.range(0, 10_000)
            .mapToObj(i -> Asked.answered("x").id("interaction-" + i).build())
            .toList();
    long taken = all.stream().filter(third::samples).count();
    assertThat(taken).isBetween(2_800L, 3_200L);
    assertThat(all.stream().filter(third::samples).count()).isEqualTo(taken);
    assertThat(all).allMatch(POLICY::samples);
  }

  @Test
  void pairAndMeasuresOfTheRequestAreHandedOn() throws Exception {
    Score score = score(Asked.answered("24 May").id("i-shadow").shadow("i"));
    assertThat(score.pair()).isEqualTo("i");
    assertThat(score.measures()).isEqualTo(new Score.Measures(10L, 4L, 1.5, 5, 6));
  }

  @Test
  void bothAnswersOfAPairAreInTheSampleOrNone() {
    ScoringPolicy few = Policies.of("sampling: {rate: \"0.5\"}\nscorers: {lexical: {}}");
    List<Boolean> sampled =
        IntStream.range(0, 200)
            .mapToObj(
                i -> {
                  boolean asked = few.samples(Asked.answered("x").id("i" + i).build());
                  Asked shadow = Asked.answered("x").id("shadow-" + i).shadow("i" + i);
                  assertThat(few.samples(shadow.build())).isEqualTo(asked);
                  return asked;
                })
            .toList();
    assertThat(sampled).contains(true, false);
  }

  private Score score(Asked asked) throws InterruptedException {
    return scorer.score(asked.build(), POLICY, judge, Map.of());
  }

  private String set(String invariants) throws InterruptedException {
    ScoringPolicy policy = Policies.of("scorers: {lexical: {}, invariants: " + invariants + "}");
    return scorer.score(Asked.answered("24 May").build(), policy, null, Map.of()).scorerSet();
  }
}
