package io.homeostat.scorer.rescoring;

import io.homeostat.events.Verdict;
import io.homeostat.scorer.policy.Definitions;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** What scorers do beside scoring to explain drifts, on threads of their own. */
public final class Explanations implements AutoCloseable {
  private final DriftFollower follower;

  private Explanations(DriftFollower follower) {
    this.follower = follower;
  }

  /**
   * Begins.
   *
   * @param verdicts a consumer of no topic yet, in the group of scorers that share the drifts
   */
  public static Explanations start(
      org.apache.kafka.clients.consumer.Consumer<String, byte[]> verdicts,
      Definitions definitions,
      StoredAnswers answers,
      Consumer<Verdict> publisher,
      Clock clock) {
    Executor worker =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("explanation").daemon().factory());
    DriftFollower follower =
        new DriftFollower(
            verdicts,
            new Rescorings(definitions, answers, publisher::accept, worker, clock),
            new Summaries(definitions, publisher::accept, worker, clock));
    Thread.ofPlatform().name("drift-verdicts").daemon().start(follower);
    return new Explanations(follower);
  }

  @Override
  public void close() {
    follower.close();
  }
}
