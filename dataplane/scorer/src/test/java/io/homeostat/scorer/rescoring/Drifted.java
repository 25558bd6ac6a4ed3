package io.homeostat.scorer.rescoring;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.judge.DailyBudget;
import io.homeostat.judge.JudgeEndpoint;
import io.homeostat.judge.JudgeSampling;
import io.homeostat.judge.Material;
import io.homeostat.judge.Rubrics;
import io.homeostat.judge.SteppingClock;
import io.homeostat.scorer.Policies;
import io.homeostat.scorer.policy.Definitions;
import io.homeostat.scorer.policy.JudgeHandle;
import io.homeostat.scorer.rescoring.StoredAnswers.Period;
import io.homeostat.scorer.rescoring.StoredAnswers.StoredAnswer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A service whose quality fell, its stored answers, and a judge that says how good each is. */
final class Drifted {
  static final String SERVICE = "ns/support";
  static final Instant CHANGE = Instant.parse("2026-11-21T10:00:00Z");

  final SteppingClock clock = new SteppingClock("2026-11-21T12:00:00Z");
  final Definitions definitions = new Definitions();
  final List<Period> asked = new ArrayList<>();
  final DailyBudget budget = new DailyBudget("scorer-1", clock);
  int storedBefore = 120;
  int storedSince = 60;
  boolean archiveAway;

  /** The judge's scores of today. */
  int today = 5;

  /** What it replies instead; null for a score. */
  String reply;

  final List<ChatRequest> requests = new ArrayList<>();

  Drifted() {
    asks("false");
    JudgeSpec spec = Rubrics.judge("OpenAICompatible", "http://127.0.0.1:1/v1");
    ChatModel model =
        new ChatModel() {
          @Override
          public ChatResponse chat(ChatRequest request) {
            synchronized (requests) {
              requests.add(request);
            }
            return ChatResponse.builder()
                .aiMessage(AiMessage.from(reply == null ? JudgeEndpoint.score(today) : reply))
                .build();
          }
        };
    definitions.putJudge(
        "ns/grader",
        new JudgeHandle(
            "digest-of-judge", Rubrics.client(spec, model, budget), false, JudgeSampling.of(spec)));
  }

  /** Whether the policy asks for summaries. */
  void asks(String summaries) {
    definitions.putPolicy(
        "ns/quality",
        Policies.of(
            "scorers: {judge: {ref: {name: grader}, driftSummaries: %s}}".formatted(summaries)));
  }

  /** Answers that were full marks before the change and half since. */
  List<StoredAnswer> stored(Period period, int most) throws IOException {
    if (archiveAway) {
      throw new IOException("status 503");
    }
    asked.add(period);
    boolean before = period.until().equals(CHANGE);
    return IntStream.range(0, Math.min(most, before ? storedBefore : storedSince))
        .mapToObj(i -> new StoredAnswer(new Material("q", "a" + i, null), before ? 1 : 0.5))
        .toList();
  }

  static DriftVerdict verdict(DriftVerdict.Stream... streams) {
    return new DriftVerdict(
        EventCodec.SCHEMA_VERSION,
        "ns/support-drift",
        "uid-drift",
        SERVICE,
        CHANGE.plusSeconds(600).toEpochMilli(),
        "spec-digest",
        true,
        List.of(streams));
  }

  static DriftVerdict.Stream fell(String signal) {
    return new DriftVerdict.Stream(
        "date",
        signal,
        "Drifting",
        "r-2",
        "set-1",
        0.95,
        0.9,
        0.5,
        0.4,
        0.6,
        200,
        1,
        20d,
        10d,
        0.1,
        300L,
        0.45,
        CHANGE.toEpochMilli(),
        "Unknown",
        null,
        true,
        "r-1",
        null,
        1_000,
        null,
        null,
        null);
  }
}
