package io.homeostat.scorer.policy;

import dev.langchain4j.model.chat.ChatModel;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.judge.JudgeBudget;
import io.homeostat.judge.JudgeClient;
import io.homeostat.judge.JudgeConnection;
import io.homeostat.judge.JudgeLimits;
import io.homeostat.judge.Pause;
import io.homeostat.judge.Quotation;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * Keeps one client for each judge while nothing that it is made from changes, so that breaker and
 * rate outlive a calibration. Used by one thread.
 */
public final class JudgeClients {
  private final BiFunction<JudgeSpec, String, ChatModel> models;
  private final Quotation quotation;
  private final Pause pause;
  private final Clock clock;
  private final Map<String, Made> made = new HashMap<>();

  private record Made(String from, JudgeClient client) {}

  /**
   * Wires what clients are made from.
   *
   * @param models endpoint and API key → model
   */
  public JudgeClients(
      BiFunction<JudgeSpec, String, ChatModel> models,
      Quotation quotation,
      Pause pause,
      Clock clock) {
    this.models = models;
    this.quotation = quotation;
    this.pause = pause;
    this.clock = clock;
  }

  JudgeClient of(String name, JudgeSpec spec, String apiKey, JudgeBudget budget) {
    String from =
        CanonicalJson.digest(
            List.of(
                spec.endpoint(),
                spec.model(),
                spec.rubric(),
                Objects.toString(spec.concurrency()),
                Objects.toString(spec.timeoutSeconds()),
                Objects.toString(spec.requestsPerMinute()),
                Objects.toString(apiKey)));
    Made before = made.get(name);
    if (before == null || !before.from().equals(from)) {
      JudgeConnection connection =
          new JudgeConnection(
              models.apply(spec, apiKey), new JudgeLimits(spec, clock), budget, pause);
      before = new Made(from, new JudgeClient(spec.rubric(), quotation, connection));
      made.put(name, before);
    }
    return before.client();
  }

  void forget(String name) {
    made.remove(name);
  }
}
