package io.homeostat.invariant;

import io.homeostat.events.Interaction;
import java.util.List;

/**
 * An answer that is there to be scored.
 *
 * @param question the last user message; null when it was not captured
 * @param answer never blank: the text, or the calls of tools one in a line when the model wrote
 *     nothing else
 */
public record Subject(Interaction interaction, String capability, String question, String answer) {
  /** The documents that were retrieved for the answer. */
  public List<String> context() {
    return interaction.evidence() == null ? List.of() : interaction.evidence().context();
  }
}
