package io.homeostat.invariant;

/** A declared check that cannot be run; the message says what is wrong with it. */
final class UnusableInvariantException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableInvariantException(String message) {
    super(message);
  }

  UnusableInvariantException(String message, Throwable cause) {
    super(message, cause);
  }
}
