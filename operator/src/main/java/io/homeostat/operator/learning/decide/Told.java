package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.ConditionStatus;

/** What one condition is to say. */
public record Told(ConditionStatus status, Enum<?> reason, String message) {
  /** What is said of a Job that has no result yet, or none at all. */
  static Told of(JobDecision decision, JobProgress progress, ConditionStatus whenBlocked) {
    return switch (decision) {
      case JobDecision.Blocked blocked ->
          new Told(whenBlocked, blocked.reason(), blocked.message());
      case JobDecision.Start start ->
          new Told(
              ConditionStatus.UNKNOWN,
              start.attempt() == 1 ? LearningReason.JobStarted : LearningReason.JobRestarted,
              "attempt %d of %d: %s"
                  .formatted(start.attempt(), JobAttempts.MAXIMUM, start.because()));
      case JobDecision.Wait wait ->
          new Told(
              ConditionStatus.UNKNOWN,
              wait.running() ? LearningReason.JobRunning : LearningReason.JobPending,
              progress == null ? wait.message() : progress.sentence());
      case JobDecision.Failed failed ->
          new Told(ConditionStatus.FALSE, failed.reason(), failed.message());
      case JobDecision.Finished finished ->
          throw new IllegalArgumentException(
              "attempt " + finished.attempt() + " has a result: say what it is");
    };
  }
}
