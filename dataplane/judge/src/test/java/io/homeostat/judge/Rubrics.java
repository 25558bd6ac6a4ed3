package io.homeostat.judge;

import dev.langchain4j.model.chat.ChatModel;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.judge.JudgeSpec;
import java.time.Clock;
import java.util.List;

/** Judges for tests, with the one dimension correctness. */
public final class Rubrics {
  private Rubrics() {}

  public static JudgeSpec judge(String type, String url) {
    return judge(type, url, null, null);
  }

  public static JudgeSpec judge(
      String type, String url, Integer requestsPerMinute, JudgeSpec.Budget budget) {
    return new JudgeSpec(
        new JudgeSpec.Endpoint(type, url),
        "grader-1",
        new KeyRef("grader", "key"),
        new JudgeSpec.Rubric(
            List.of(
                new JudgeSpec.Dimension(
                    "correctness",
                    "Is it right?",
                    List.of("wrong", "mostly wrong", "half", "nearly", "right")))),
        new JudgeSpec.Calibration(new KeyRef("items", "items.jsonl"), "0.6", "0.05", "0.05", 3600),
        2,
        20,
        requestsPerMinute,
        "1",
        budget);
  }

  /** A client that never waits between tries. */
  public static JudgeClient client(JudgeSpec spec, ChatModel model, JudgeBudget budget) {
    return new JudgeClient(
        spec.rubric(), Quotation.random(), connection(spec, model, budget, Clock.systemUTC()));
  }

  /** A client of the spec's endpoint. */
  public static JudgeClient client(JudgeSpec spec) {
    return client(spec, ChatModels.of(spec, "secret"), JudgeBudget.UNLIMITED);
  }

  static JudgeConnection connection(
      JudgeSpec spec, ChatModel model, JudgeBudget budget, Clock clock) {
    return connection(spec, model, budget, clock, time -> {});
  }

  static JudgeConnection connection(
      JudgeSpec spec, ChatModel model, JudgeBudget budget, Clock clock, Pause pause) {
    return new JudgeConnection(model, new JudgeLimits(spec, clock), budget, pause);
  }
}
