package io.homeostat.scorer.judge;

/**
 * A judge gave no usable score after all tries; the interaction stays unscored, which is never a
 * score of 0.
 */
public final class JudgeUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public JudgeUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
