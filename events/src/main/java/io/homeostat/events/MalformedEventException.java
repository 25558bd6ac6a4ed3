package io.homeostat.events;

/** A record on a topic that cannot be read; it belongs in the dead letters. */
public final class MalformedEventException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedEventException(String message) {
    super(message);
  }
}
