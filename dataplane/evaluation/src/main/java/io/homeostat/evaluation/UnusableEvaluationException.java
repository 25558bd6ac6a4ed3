package io.homeostat.evaluation;

/** An evaluation that cannot be made; the message says what was expected, found, and what to do. */
public final class UnusableEvaluationException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnusableEvaluationException(String message) {
    super(message);
  }

  public UnusableEvaluationException(String message, Throwable cause) {
    super(message, cause);
  }
}
