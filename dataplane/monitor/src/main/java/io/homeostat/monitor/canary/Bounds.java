package io.homeostat.monitor.canary;

import io.homeostat.monitor.definitions.CanaryAnalyses;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryMeasure;
import io.homeostat.monitor.session.Measure;
import io.homeostat.statistics.samples.LogHistogram;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Freezes from stable what turns a measure without an upper bound into a value in [0,1]: the 95th
 * percentile of times, a multiple of the mean of amounts. Frozen once, so that it cannot follow the
 * candidate.
 */
final class Bounds {
  /** Which percentile of stable times are held against. */
  static final double QUANTILE = 0.95;

  private static final double FEWEST = 100;

  private Bounds() {}

  /** Whether an analysis needs one. */
  static boolean needed(CanaryAnalysis analysis) {
    return !analysis.isThreshold() && (analysis.measure().timed() || analysis.measure().amount());
  }

  /** The known ones and those that can be frozen now, by name of the analysis. */
  static Map<String, Double> freeze(
      CanaryDefinition canary, Map<String, Double> known, Before before) {
    Map<String, Double> bounds = new TreeMap<>(known);
    for (CanaryAnalysis analysis : canary.analyses()) {
      if (needed(analysis) && !bounds.containsKey(analysis.name())) {
        of(analysis.measure(), canary.frame(), before)
            .ifPresent(bound -> bounds.put(analysis.name(), bound));
      }
    }
    return bounds;
  }

  private static OptionalDouble of(
      CanaryMeasure measure, CanaryDefinition.Frame frame, Before before) {
    if (measure.timed()) {
      return before.histogram(time(measure)).quantile(QUANTILE);
    }
    LogHistogram output = before.histogram(Measure.OUTPUT_TOKENS);
    if (output.weight() < FEWEST) {
      return OptionalDouble.empty();
    }
    double tokens = output.mean().orElse(0);
    double mean =
        measure == CanaryMeasure.OUTPUT_TOKENS
            ? tokens
            : tokens * frame.outputPrice()
                + before.histogram(Measure.PROMPT_TOKENS).mean().orElse(0) * frame.inputPrice();
    return mean > 0 ? OptionalDouble.of(CanaryAnalyses.CAP * mean) : OptionalDouble.empty();
  }

  /** What is measured for a time. */
  static Measure time(CanaryMeasure measure) {
    return switch (measure) {
      case FIRST_TOKEN -> Measure.FIRST_TOKEN;
      case INTER_TOKEN -> Measure.INTER_TOKEN;
      default -> Measure.LATENCY;
    };
  }
}
