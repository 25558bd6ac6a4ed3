package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.Analysis;

/**
 * What a Prometheus server says about one analysis. No number is no evidence: it neither passes nor
 * breaches.
 *
 * @param name of the analysis
 * @param side whether the figure is allowed
 * @param message the figure and its limit, or why there is none, in words
 */
public record Reading(String name, Side side, String message) {

  /** Whether a figure is allowed. */
  public enum Side {
    Clear,
    Breach,
    Unknown
  }

  /** A figure held against the threshold of its analysis; what is not finite is unknown. */
  public static Reading of(Analysis analysis, double figure) {
    if (!Double.isFinite(figure)) {
      return unknown(analysis, "the query gave " + figure + " instead of a number");
    }
    Analysis.Threshold threshold = analysis.threshold();
    boolean atLeast = threshold.minimum() != null;
    String limit = atLeast ? threshold.minimum() : threshold.maximum();
    int order = Double.compare(figure, Double.parseDouble(limit));
    boolean clear = atLeast ? order >= 0 : order <= 0;
    return new Reading(
        analysis.name(),
        clear ? Side.Clear : Side.Breach,
        "%s is %s, %s %s"
            .formatted(
                analysis.name(), Words.figure(figure), atLeast ? "at least" : "at most", limit));
  }

  /** No figure. */
  public static Reading unknown(Analysis analysis, String why) {
    return new Reading(analysis.name(), Side.Unknown, "%s: %s".formatted(analysis.name(), why));
  }
}
