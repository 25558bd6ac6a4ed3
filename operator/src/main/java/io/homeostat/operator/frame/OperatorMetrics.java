package io.homeostat.operator.frame;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Names of the operator's own metrics; the SDK adds its figures about reconciliations. */
public final class OperatorMetrics {
  private static final String VERDICTS = "homeostat.operator.verdicts";

  private final Counter received;
  private final Counter malformed;

  /** Registers the metrics. */
  public OperatorMetrics(MeterRegistry registry) {
    this.received =
        Counter.builder(VERDICTS)
            .tag("result", "received")
            .description("Verdicts read from Kafka")
            .register(registry);
    this.malformed =
        Counter.builder(VERDICTS)
            .tag("result", "malformed")
            .description("Verdicts read from Kafka")
            .register(registry);
  }

  void verdictReceived() {
    received.increment();
  }

  void verdictMalformed() {
    malformed.increment();
  }
}
