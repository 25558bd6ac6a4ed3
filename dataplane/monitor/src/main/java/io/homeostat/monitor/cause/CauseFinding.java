package io.homeostat.monitor.cause;

/**
 * Why a stream drifts, with the figures in one sentence that holds no content.
 *
 * @param cause {@code ExpectedAnswers} or {@code Unknown}
 * @param evidence null when nothing is known
 */
public record CauseFinding(String cause, String evidence) {
  /** The world asks for other answers than before. */
  public static final String EXPECTED_ANSWERS = "ExpectedAnswers";

  /** No cause could be shown. */
  public static final CauseFinding UNKNOWN = new CauseFinding("Unknown", null);
}
