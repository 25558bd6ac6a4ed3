package io.homeostat.scorer.pipeline;

import io.homeostat.events.Score;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** Names of the scorer's metrics. */
public final class ScorerMetrics {
  public static final String SCORES = "homeostat.scorer.scores";
  public static final String DEAD_LETTERS = "homeostat.scorer.dead.letters";
  public static final String CALIBRATIONS = "homeostat.scorer.calibrations";

  public static final String LAG = "homeostat.scorer.lag";

  private final MeterRegistry registry;
  private final Counter deadLetters;
  private final AtomicLong lag = new AtomicLong();

  public ScorerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.deadLetters =
        Counter.builder(DEAD_LETTERS)
            .description("records that could not be read or scored")
            .register(registry);
    Gauge.builder(LAG, lag, AtomicLong::get)
        .description("interactions on this pod's partitions without a score in the topic yet")
        .register(registry);
  }

  void lag(long records) {
    lag.set(records);
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void scored(Score score) {
    String outcome = score.failed() ? "failed" : score.composite() == null ? "unscored" : "scored";
    registry.counter(SCORES, "service", score.service(), "outcome", outcome).increment();
  }

  /** Counts a calibration of a judge. */
  public void calibrated(boolean passed) {
    registry.counter(CALIBRATIONS, "passed", Boolean.toString(passed)).increment();
  }
}
