package io.homeostat.monitor.definitions;

/**
 * What is watched in every capability.
 *
 * @param part of the scores, as scorers name it; null unless the metric is {@link
 *     SignalMetric#SCORE}
 */
public record Signal(SignalMetric metric, String part) {
  /** Mean composite score of a session. */
  public static final Signal QUALITY = new Signal(SignalMetric.QUALITY, null);

  /** Share of a session's interactions with a usable answer. */
  public static final Signal ERRORS = new Signal(SignalMetric.ERRORS, null);

  /** The name in verdicts and states: the metric's, and of {@code Score} with its part. */
  public String name() {
    return part == null ? metric.text() : metric.text() + "/" + part;
  }

  /** Whether its values come from scorers and are void without a judge that may be trusted. */
  public boolean judged() {
    return metric == SignalMetric.QUALITY || metric == SignalMetric.SCORE;
  }
}
