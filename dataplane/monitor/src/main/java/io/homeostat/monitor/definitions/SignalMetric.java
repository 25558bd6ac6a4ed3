package io.homeostat.monitor.definitions;

/** What a drift stream measures. */
public enum SignalMetric {
  /** Mean composite score of a session. */
  QUALITY("Quality", Shape.SHARE),
  /** Mean of one part of the scores of a session. */
  SCORE("Score", Shape.SHARE),
  /** Share of a session's answers that were scored. */
  UNSCORED("Unscored", Shape.SHARE),
  /** Share of a session's interactions with a usable answer. */
  ERRORS("Errors", Shape.SHARE),
  /** Share of a session's interactions that nobody corrected while it was open. */
  CORRECTIONS("Corrections", Shape.SHARE),
  /** Milliseconds to the last byte. */
  LATENCY("Latency", Shape.TIME),
  /** Milliseconds to the first content of a stream. */
  FIRST_TOKEN("TimeToFirstToken", Shape.TIME),
  /** Milliseconds between two contents of a stream. */
  INTER_TOKEN("InterToken", Shape.TIME),
  /** Tokens of a prompt. */
  INPUT_TOKENS("InputTokens", Shape.AMOUNT),
  /** Generated tokens of a request. */
  OUTPUT_TOKENS("OutputTokens", Shape.AMOUNT),
  /** Price of a request's tokens. */
  COST("Cost", Shape.AMOUNT);

  /** What the values are like. */
  private enum Shape {
    SHARE,
    AMOUNT,
    TIME
  }

  private final String text;
  private final Shape shape;

  SignalMetric(String text, Shape shape) {
    this.text = text;
    this.shape = shape;
  }

  /** The name in the API. */
  public String text() {
    return text;
  }

  /** Whether its values lie in [0,1], higher is better; of others more is worse. */
  public boolean bounded() {
    return shape == Shape.SHARE;
  }

  /** Whether requests of one minute share their cause, so that a minute is one value. */
  public boolean perMinute() {
    return shape == Shape.TIME;
  }

  /**
   * The metric of a name.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  static SignalMetric of(String text) {
    for (SignalMetric metric : values()) {
      if (metric.text.equals(text)) {
        return metric;
      }
    }
    throw new IllegalArgumentException(
        "spec.signals: metric must be one that this version knows, found '%s'".formatted(text));
  }
}
