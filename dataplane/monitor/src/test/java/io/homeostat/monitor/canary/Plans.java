package io.homeostat.monitor.canary;

import io.homeostat.monitor.Toy;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryAnalysis.Limit;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Frame;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.CanaryMeasure;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanarySettings;
import io.homeostat.statistics.canary.PromotionGoal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Canaries with analyses of a test's own, with equal shares of alpha and margin .05. */
final class Plans {
  private Plans() {}

  /** A canary that started a quarter of an hour after {@link Toy#START}. */
  static CanaryDefinition of(CanaryAnalysis... analyses) {
    return of(
        Toy.CANDIDATE, Toy.START + 900_000, new Frame(Long.MAX_VALUE, 0.5, 1e-6, 4e-6), analyses);
  }

  static CanaryDefinition of(
      String candidate, long startedAt, Frame frame, CanaryAnalysis... analyses) {
    double weight = 1.0 / analyses.length;
    List<CanaryMetric> metrics = new ArrayList<>();
    Arrays.stream(analyses)
        .filter(analysis -> !analysis.isThreshold())
        .forEach(
            analysis ->
                metrics.add(
                    new CanaryMetric(
                        analysis.name(), weight, 0, new PromotionGoal.NotWorse(0.05))));
    return new CanaryDefinition(
        "support/desk-canary",
        "uid-canary",
        candidate,
        "fingerprint",
        Toy.STABLE,
        startedAt,
        Phase.TESTING,
        0,
        "plan",
        List.of(analyses),
        CanarySettings.of(2, metrics),
        frame);
  }

  static CanaryAnalysis compared(String name, CanaryMeasure measure) {
    return new CanaryAnalysis(name, measure, null, "NonInferiority");
  }

  static CanaryAnalysis part(String name, String part) {
    return new CanaryAnalysis(name, CanaryMeasure.SCORE, part, null, "NonInferiority", null);
  }

  static CanaryAnalysis atMost(
      String name,
      CanaryMeasure measure,
      String part,
      double maximum,
      Double quantile,
      int seconds) {
    return new CanaryAnalysis(
        name,
        measure,
        part,
        null,
        "Threshold",
        new Limit(maximum, true, 1_000L * seconds, quantile, 0.02));
  }

  static CanaryAnalysis atLeast(
      String name, CanaryMeasure measure, String part, double minimum, int seconds) {
    return new CanaryAnalysis(
        name,
        measure,
        part,
        null,
        "Threshold",
        new Limit(minimum, false, 1_000L * seconds, null, 0.02));
  }
}
