package io.homeostat.monitor.cause;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Why a stream drifts, with the figures in one sentence that holds no content.
 *
 * @param cause one of the names below
 * @param evidence null when nothing is known
 * @param examples ids of the interactions since the change that scored lowest
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CauseFinding(String cause, String evidence, List<String> examples) {
  /** Another release answers since the change. */
  public static final String RELEASE = "Release";

  /** The same kinds of questions as before, in other shares. */
  public static final String INPUT_MIX = "InputMix";

  /** Other questions than before, by a property that nobody declares. */
  public static final String INPUT_SHIFT = "InputShift";

  /** The world asks for other answers than before. */
  public static final String EXPECTED_ANSWERS = "ExpectedAnswers";

  /** The judge rates the same answers lower than before. */
  public static final String JUDGE = "Judge";

  /** Requests fail, or answers come empty, cut off or late. */
  public static final String UPSTREAM = "Upstream";

  /** No cause could be shown. */
  public static final String NOT_KNOWN = "Unknown";

  /** Nothing was looked at yet. */
  public static final CauseFinding UNKNOWN = new CauseFinding(NOT_KNOWN, null, List.of());

  /** Copies the list. */
  public CauseFinding {
    examples = examples == null ? List.of() : List.copyOf(examples);
  }

  boolean known() {
    return !NOT_KNOWN.equals(cause);
  }
}
