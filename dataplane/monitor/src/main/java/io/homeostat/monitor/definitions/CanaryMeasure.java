package io.homeostat.monitor.definitions;

/** What an analysis of a canary looks at. */
public enum CanaryMeasure {
  /** Mean composite score of a session. */
  QUALITY("Quality"),
  /** Share of a session's interactions with a usable answer. */
  ERRORS("Errors"),
  /** Mean of one part of the scores of a session. */
  SCORE("Score"),
  /** Milliseconds to the last byte. */
  LATENCY("Latency"),
  /** Milliseconds to the first content of a stream. */
  FIRST_TOKEN("TimeToFirstToken"),
  /** Milliseconds between two contents of a stream. */
  INTER_TOKEN("InterToken"),
  /** Generated tokens of a request. */
  OUTPUT_TOKENS("OutputTokens"),
  /** Price of a request's tokens. */
  COST("Cost");

  /** Evaluated by the operator; the monitor leaves it out. */
  static final String PROMETHEUS = "Prometheus";

  private final String metric;

  CanaryMeasure(String metric) {
    this.metric = metric;
  }

  /** The name in the API. */
  public String metric() {
    return metric;
  }

  /** Whether a judge stands behind it: what only the judge says is no objective breach. */
  public boolean judged() {
    return this == QUALITY || this == SCORE;
  }

  /** Whether it is a time, which has no upper bound and no meaning in shadow traffic. */
  public boolean timed() {
    return this == LATENCY || this == FIRST_TOKEN || this == INTER_TOKEN;
  }

  /** Whether it is an amount, compared in shares of stable's mean. */
  public boolean amount() {
    return this == OUTPUT_TOKENS || this == COST;
  }

  /**
   * The measure of a name; absent is Quality.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  static CanaryMeasure of(String metric) {
    if (metric == null) {
      return QUALITY;
    }
    for (CanaryMeasure measure : values()) {
      if (measure.metric.equals(metric)) {
        return measure;
      }
    }
    throw new IllegalArgumentException(
        "spec.plan.analysis: metric must be one that this version knows, found '%s'"
            .formatted(metric));
  }
}
