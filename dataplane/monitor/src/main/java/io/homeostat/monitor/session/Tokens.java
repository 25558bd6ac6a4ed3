package io.homeostat.monitor.session;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.homeostat.events.Score;

/**
 * Tokens of a session's interactions, failed ones included: they are paid as well.
 *
 * @param metered interactions whose generated tokens were counted
 * @param input tokens of their prompts
 * @param output generated tokens
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Tokens(long metered, long input, long output) {
  /** Nothing yet. */
  public static final Tokens NONE = new Tokens(0, 0, 0);

  Tokens plus(Score.Measures measures) {
    if (measures == null || measures.completionTokens() == null) {
      return this;
    }
    Integer prompt = measures.promptTokens();
    return new Tokens(
        metered + 1,
        input + (prompt == null ? 0 : Math.max(0, prompt)),
        output + Math.max(0, measures.completionTokens()));
  }

  /** Both together. */
  public Tokens plus(Tokens other) {
    return new Tokens(metered + other.metered, input + other.input, output + other.output);
  }
}
