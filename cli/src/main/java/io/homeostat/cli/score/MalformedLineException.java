package io.homeostat.cli.score;

/** A line that holds no answer with its reference; the message says what was found instead. */
final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedLineException(String message) {
    super(message);
  }
}
