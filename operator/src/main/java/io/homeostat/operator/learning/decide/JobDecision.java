package io.homeostat.operator.learning.decide;

import com.fasterxml.jackson.databind.JsonNode;

/** What is to be done about the Job of a learning step. */
public sealed interface JobDecision {
  /**
   * Start this attempt.
   *
   * @param divisor by how much batches are cut, 1 for not at all
   */
  record Start(int attempt, String because, int divisor) implements JobDecision {}

  /** The Job is on its way; {@code running} says whether its progress can be asked for. */
  record Wait(int attempt, boolean running, String message) implements JobDecision {}

  /** The Job ended well with this result. */
  record Finished(int attempt, JsonNode result) implements JobDecision {}

  /** No further attempt is made; the message says why and what to do. */
  record Failed(int attempt, JobFailure reason, String message) implements JobDecision {}

  /** Something that the Job needs is missing; nothing was started. */
  record Blocked(LearningReason reason, String message) implements JobDecision {}

  /**
   * The decision, when the result lies on a claim: without the claim nobody can say where.
   *
   * @param claim the ModelService's; null when it names none any more
   */
  default JobDecision resultOn(String claim) {
    return this instanceof Finished && claim == null
        ? new Blocked(
            LearningReason.NoArtifactsClaim,
            "the Job has a result and its ModelService names no claim any more")
        : this;
  }
}
