package io.homeostat.operator.frame;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells people what was decided about an object; emitting never fails or delays a reconcile. */
public interface EventRecorder {
  /**
   * Tells of something that goes as it should.
   *
   * @param regarding the object that the event is about; it must have a UID
   * @param reason constant whose name is the CamelCase reason
   * @param note one sentence without content of prompts or answers
   */
  void normal(HasMetadata regarding, Enum<?> reason, String note);

  /** Tells of something that somebody should look at; parameters as in {@link #normal}. */
  void warning(HasMetadata regarding, Enum<?> reason, String note);
}
