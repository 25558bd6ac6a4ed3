package io.homeostat.monitor.cause;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What is remembered of a scored interaction, so that a correction finds its capability and a
 * repeated score is known.
 *
 * @param id of the interaction
 * @param responseId id under which a client may name it, too; null when there is none
 * @param capability declared capability
 * @param stable whether it counts for the history of corrections
 * @param answer digest of the normalised answer; null without an answer
 * @param corrected whether a correction to another answer was counted
 * @param session in which it counts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScoredInteraction(
    String id,
    String responseId,
    String capability,
    String release,
    boolean stable,
    long timeMillis,
    String answer,
    boolean corrected,
    String session) {
  ScoredInteraction asCorrected() {
    return new ScoredInteraction(
        id, responseId, capability, release, stable, timeMillis, answer, true, session);
  }

  boolean isNamed(String name) {
    return id.equals(name) || name.equals(responseId);
  }
}
