package io.homeostat.gateway.openai;

/**
 * Carries an {@link ApiError} up to the one place that answers; it costs no stack trace because it
 * is no defect.
 */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public ApiException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** What the client is told. */
  public ApiError error() {
    return error;
  }
}
