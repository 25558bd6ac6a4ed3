package io.homeostat.cli.terminal;

/** A call that cannot work; the message says in one line what to write instead. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what to write instead. */
  public UsageException(String message) {
    super(message);
  }
}
