package io.homeostat.webhooks.admission;

/** Answers reviews of one kind of question; may block. */
@FunctionalInterface
public interface Admission {
  /** The AdmissionReview with the response, as JSON. */
  String answer(AdmissionReview review);
}
