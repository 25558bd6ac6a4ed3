package io.homeostat.scorer.policy;

import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.events.EventCodec;
import io.homeostat.events.PolicyVerdict;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Tells once of each version of a policy what of it cannot be used. */
public final class PolicyNews {
  private final Map<String, String> told = new ConcurrentHashMap<>();
  private final Consumer<PolicyVerdict> publisher;
  private final Executor worker;
  private final Clock clock;

  /**
   * Wires it.
   *
   * @param worker publishes, for that waits while Kafka is away
   */
  PolicyNews(Consumer<PolicyVerdict> publisher, Executor worker, Clock clock) {
    this.publisher = publisher;
    this.worker = worker;
    this.clock = clock;
  }

  /** One that publishes on a thread of its own. */
  public static PolicyNews inBackground(Consumer<PolicyVerdict> publisher, Clock clock) {
    return new PolicyNews(
        publisher,
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("policies").daemon().factory()),
        clock);
  }

  /** A policy is in force as it is now. */
  public void taken(QualityPolicy policy, ScoringPolicy ready) {
    String version = policy.getMetadata().getUid() + "/" + policy.getMetadata().getGeneration();
    if (version.equals(told.put(ready.name(), version))) {
      return;
    }
    PolicyVerdict verdict =
        new PolicyVerdict(
            EventCodec.SCHEMA_VERSION,
            ready.name(),
            policy.getMetadata().getUid(),
            ready.service(),
            clock.millis(),
            policy.getMetadata().getGeneration() == null ? 0 : policy.getMetadata().getGeneration(),
            ready.invariants().unusable());
    worker.execute(() -> publisher.accept(verdict));
  }
}
