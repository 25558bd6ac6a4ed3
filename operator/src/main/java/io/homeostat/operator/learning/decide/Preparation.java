package io.homeostat.operator.learning.decide;

/** Whether a Job can be started. */
public sealed interface Preparation {
  /** It can; this is what it has to do. */
  record Ready(LearningTask task) implements Preparation {}

  /** It cannot, until what the message says is there. */
  record Blocked(LearningReason reason, String message) implements Preparation {}

  /** Something is missing. */
  static Preparation blocked(LearningReason reason, String message, Object... arguments) {
    return new Blocked(reason, message.formatted(arguments));
  }
}
