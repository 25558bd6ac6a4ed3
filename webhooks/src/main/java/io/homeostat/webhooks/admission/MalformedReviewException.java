package io.homeostat.webhooks.admission;

/**
 * A request that is no AdmissionReview that this server can answer; the message says what was
 * expected.
 */
public final class MalformedReviewException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedReviewException(String message) {
    super(message);
  }
}
