package io.homeostat.monitor.session;

import io.homeostat.events.Score;

/** What the gateway measured on a request, and the scorer on its texts. */
public enum Measure {
  /** Milliseconds to the last byte. */
  LATENCY,
  /** Milliseconds to the first content of a stream. */
  FIRST_TOKEN,
  /** Milliseconds between two contents of a stream. */
  INTER_TOKEN,
  /** Tokens of the prompt. */
  PROMPT_TOKENS,
  /** Tokens of the answer. */
  OUTPUT_TOKENS,
  /** Characters of the question. */
  INPUT_CHARACTERS,
  /** Characters of the answer. */
  ANSWER_CHARACTERS;

  private static final Score.Measures NONE = new Score.Measures(null, null, null, null, null);

  /** The value in a score; null when it was not measured. */
  Double of(Score score) {
    Score.Measures measures = score.measures() == null ? NONE : score.measures();
    Number value =
        switch (this) {
          case LATENCY -> measures.latencyMillis();
          case FIRST_TOKEN -> measures.firstTokenMillis();
          case INTER_TOKEN -> measures.interTokenMillis();
          case PROMPT_TOKENS -> measures.promptTokens();
          case OUTPUT_TOKENS -> measures.completionTokens();
          case INPUT_CHARACTERS -> score.details().inputCharacters();
          case ANSWER_CHARACTERS -> score.details().answerCharacters();
        };
    return value == null || !(value.doubleValue() >= 0) || Double.isInfinite(value.doubleValue())
        ? null
        : Double.valueOf(value.doubleValue());
  }
}
