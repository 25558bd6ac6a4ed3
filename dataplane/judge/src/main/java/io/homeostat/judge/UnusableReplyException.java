package io.homeostat.judge;

/** A judge answered, but not in a form that gives a score. */
public final class UnusableReplyException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnusableReplyException(String message) {
    super(message);
  }
}
