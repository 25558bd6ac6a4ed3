package io.homeostat.archive.api;

/** A request that is answered with an error; it costs no stack trace because it is no defect. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  RefusedException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
