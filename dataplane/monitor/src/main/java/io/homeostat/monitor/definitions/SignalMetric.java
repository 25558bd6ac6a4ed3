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
  COST("Cost", Shape.AMOUNT),
  /** Characters of a question. */
  INPUT_LENGTH("InputLength", Shape.LENGTH),
  /** Characters of an answer. */
  ANSWER_LENGTH("AnswerLength", Shape.LENGTH),
  /** To which capability a session's questions belong. */
  MIX("Mix", Shape.KIND),
  /** In which language a question is asked. */
  LANGUAGE("Language", Shape.KIND),
  /** What a question means, as a point. */
  INPUT_EMBEDDING("InputEmbedding", Shape.POINT),
  /** What an answer means, as a point. */
  ANSWER_EMBEDDING("AnswerEmbedding", Shape.POINT);

  /** What the values are like. */
  private enum Shape {
    SHARE,
    AMOUNT,
    LENGTH,
    TIME,
    KIND,
    POINT
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

  /** Whether its values are numbers without an upper bound. */
  public boolean amount() {
    return shape == Shape.AMOUNT || shape == Shape.LENGTH || shape == Shape.TIME;
  }

  /** Whether fewer is as much a change as more; of other amounts only more is one. */
  public boolean twoSided() {
    return shape == Shape.LENGTH;
  }

  /** Whether its values are draws of a distribution, of which only other shares are a change. */
  public boolean drawn() {
    return shape == Shape.KIND || shape == Shape.POINT;
  }

  /** Whether its values are points. */
  public boolean point() {
    return shape == Shape.POINT;
  }

  /** Whether it is about what is asked, so that no release can have changed it. */
  public boolean asked() {
    return switch (this) {
      case INPUT_TOKENS, INPUT_LENGTH, MIX, LANGUAGE, INPUT_EMBEDDING -> true;
      default -> false;
    };
  }

  /** Whether it is watched once for the whole service and not in every capability. */
  public boolean serviceWide() {
    return this == MIX;
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
