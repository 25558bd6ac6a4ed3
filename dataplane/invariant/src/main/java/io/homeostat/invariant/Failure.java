package io.homeostat.invariant;

import io.homeostat.events.Interaction;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a request failed its client: then there is nothing to rate and the score is 0. */
public final class Failure {
  private static final int FIRST_ERROR_STATUS = 400;

  private Failure() {}

  /** {@code Error}, {@code Truncated} or {@code Empty}; empty for an answer that is there. */
  public static Optional<String> of(Interaction interaction) {
    if (interaction.error() != null || interaction.status() >= FIRST_ERROR_STATUS) {
      return Optional.of("Error");
    }
    if ("length".equals(interaction.finishReason())) {
      return Optional.of("Truncated");
    }
    String answer = answer(interaction);
    return answer != null && answer.isBlank() ? Optional.of("Empty") : Optional.empty();
  }

  /**
   * The text of the answer, or the calls of tools one in a line when the model wrote nothing else;
   * null when content was not captured.
   */
  public static String answer(Interaction interaction) {
    boolean calls = interaction.evidence() != null && !interaction.evidence().toolCalls().isEmpty();
    if (calls && (interaction.answer() == null || interaction.answer().isBlank())) {
      return interaction.evidence().toolCalls().stream()
          .map(call -> call.name() + "(" + call.arguments() + ")")
          .collect(Collectors.joining("\n"));
    }
    return interaction.answer();
  }
}
