package io.homeostat.scorer.pipeline;

import io.homeostat.events.Score;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Names of the scorer's metrics. */
public final class ScorerMetrics {
  public static final String SCORES = "homeostat.scorer.scores";
  public static final String DEAD_LETTERS = "homeostat.scorer.dead.letters";
  public static final String CALIBRATIONS = "homeostat.scorer.calibrations";

  private final MeterRegistry registry;
  private final Counter deadLetters;

  public ScorerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.deadLetters =
        Counter.builder(DEAD_LETTERS)
            .description("records that could not be read")
            .register(registry);
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
