package io.homeostat.monitor.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.events.Score;
import java.util.List;

/**
 * The first of what is compared as a whole and has no mean.
 *
 * @param language of a question; null when none was told
 * @param input a question as a point; empty when there is none
 * @param answer an answer as a point; empty when there is none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Seen(String language, List<Double> input, List<Double> answer) {
  /** Nothing yet. */
  static final Seen NOTHING = new Seen(null, null, null);

  private static final String LANGUAGE = "language";

  /** Copies the lists. */
  public Seen {
    input = input == null ? List.of() : List.copyOf(input);
    answer = answer == null ? List.of() : List.copyOf(answer);
  }

  Seen plus(Score score) {
    Score.Details details = score.details();
    boolean answered = answer.isEmpty() && !score.failed() && !details.answerEmbedding().isEmpty();
    boolean asked = input.isEmpty() && !details.inputEmbedding().isEmpty();
    boolean told = language == null && details.dimensions().containsKey(LANGUAGE);
    return answered || asked || told
        ? new Seen(
            told ? details.dimensions().get(LANGUAGE) : language,
            asked ? details.inputEmbedding() : input,
            answered ? details.answerEmbedding() : answer)
        : this;
  }
}
