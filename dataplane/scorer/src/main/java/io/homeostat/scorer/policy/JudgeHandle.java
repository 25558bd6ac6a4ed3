package io.homeostat.scorer.policy;

import io.homeostat.events.Interaction;
import io.homeostat.judge.JudgeClient;
import io.homeostat.judge.JudgeSampling;

/**
 * A Judge as the pipeline uses it.
 *
 * @param digest digest of endpoint, model and rubric
 * @param calibrated whether it may gate: false until its labelled items were answered well enough,
 *     and while it scores them otherwise than at first
 * @param sampling which interactions it is given
 */
public record JudgeHandle(
    String digest, JudgeClient client, boolean calibrated, JudgeSampling sampling) {
  /** Whether the judge is given an interaction; both answers of a pair are or none is. */
  public boolean takes(Interaction interaction) {
    return sampling.takes(interaction.pair() == null ? interaction.id() : interaction.pair());
  }
}
