package io.homeostat.scorer.pipeline;

import io.homeostat.events.Interaction;
import io.homeostat.scorer.policy.GoldenAnswers;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.util.Optional;

/**
 * Finds what an answer is compared with: the reference that came with the request, else the golden
 * answer to its question.
 */
public final class References {
  private static final String CLIENT = "Client";
  private static final String GOLDEN = "Golden";

  private final GoldenAnswers golden;

  public References(GoldenAnswers golden) {
    this.golden = golden;
  }

  /**
   * An interaction with its reference, if there is one.
   *
   * @param kind where the reference is from, as scores tell it; null without one
   */
  record Referenced(Interaction interaction, String kind) {}

  Referenced of(Interaction interaction, ScoringPolicy policy) {
    if (interaction.reference() != null) {
      return new Referenced(interaction, CLIENT);
    }
    String question = ScoringPolicy.lastUserMessage(interaction);
    Optional<String> known =
        policy.golden() == null || question == null
            ? Optional.empty()
            : golden.answer(policy.namespace(), policy.golden(), question);
    return known
        .map(answer -> new Referenced(interaction.withReference(answer), GOLDEN))
        .orElse(new Referenced(interaction, null));
  }
}
