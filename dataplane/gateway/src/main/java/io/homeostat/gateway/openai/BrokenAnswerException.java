package io.homeostat.gateway.openai;

/** The engine's answer cannot be understood, so it is no answer; the message carries no content. */
public final class BrokenAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  public BrokenAnswerException(String message) {
    super(message, null, false, false);
  }
}
