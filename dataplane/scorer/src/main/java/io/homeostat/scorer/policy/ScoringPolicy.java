package io.homeostat.scorer.policy;

import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import java.util.List;
import java.util.Locale;

/**
 * A QualityPolicy made ready for use.
 *
 * @param service {@code namespace/name} of the ModelService
 * @param judge {@code namespace/name} of the Judge; null when the policy declares none
 * @param weights weight of each part, 0 when the policy does not declare it
 * @param settleMillis how long after its arrival an interaction is scored
 * @param samplingRate share of interactions that are scored, in (0,1]
 */
public record ScoringPolicy(
    String service,
    String judge,
    Weights weights,
    List<QualityPolicySpec.Capability> capabilities,
    long settleMillis,
    double samplingRate) {
  /** Capability of whatever no rule recognises. */
  public static final String OTHER = "other";

  private static final int SAMPLING_STEPS = 1_000_000;
  private static final double JUDGE_WEIGHT = 0.6;
  private static final double TEXT_WEIGHT = 0.2;

  /** Weights of the parts of the composite, each at least 0. */
  public record Weights(double judge, double lexical, double semantic) {}

  /** Reads a policy as the API server admitted it. */
  public static ScoringPolicy of(QualityPolicy policy) {
    String namespace = policy.getMetadata().getNamespace();
    QualityPolicySpec spec = policy.getSpec();
    QualityPolicySpec.Scorers scorers = spec.scorers();
    var judge = scorers == null ? null : scorers.judge();
    return new ScoringPolicy(
        namespace + "/" + spec.modelServiceRef().name(),
        judge == null ? null : namespace + "/" + judge.ref().name(),
        new Weights(
            judge == null ? 0 : decimal(judge.weight(), JUDGE_WEIGHT),
            weight(scorers == null ? null : scorers.lexical()),
            weight(scorers == null ? null : scorers.semantic())),
        spec.capabilities() == null ? List.of() : List.copyOf(spec.capabilities()),
        1000L * (spec.settleSeconds() == null ? 0 : spec.settleSeconds()),
        spec.sampling() == null ? 1 : decimal(spec.sampling().rate(), 1));
  }

  /**
   * Names the capability: header, else the first rule one of whose keywords is in the last user
   * message, else {@link #OTHER}.
   */
  public String capabilityOf(Interaction interaction) {
    if (interaction.capability() != null
        && capabilities.stream().anyMatch(rule -> rule.name().equals(interaction.capability()))) {
      return interaction.capability();
    }
    String question = lastUserMessage(interaction);
    if (question != null) {
      String text = question.toLowerCase(Locale.ROOT);
      for (QualityPolicySpec.Capability rule : capabilities) {
        if (rule.keywords() != null
            && rule.keywords().stream()
                .anyMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)))) {
          return rule.name();
        }
      }
    }
    return OTHER;
  }

  /**
   * Whether an interaction is in the sample; depends on its id alone, never on the answer, and is
   * the same on a replay. Both answers of a pair are in it or none is.
   */
  public boolean samples(Interaction interaction) {
    String id = interaction.pair() == null ? interaction.id() : interaction.pair();
    return Math.floorMod(id.hashCode() * 0x9E3779B9, SAMPLING_STEPS)
        < samplingRate * SAMPLING_STEPS;
  }

  /** The last user message; null when content was not captured. */
  public static String lastUserMessage(Interaction interaction) {
    if (interaction.messages() == null) {
      return null;
    }
    return interaction.messages().stream()
        .filter(message -> "user".equals(message.role()))
        .map(Message::content)
        .reduce((first, second) -> second)
        .orElse(null);
  }

  private static double weight(QualityPolicySpec.Weighted scorer) {
    return scorer == null ? 0 : decimal(scorer.weight(), TEXT_WEIGHT);
  }

  private static double decimal(String text, double fallback) {
    return text == null ? fallback : Double.parseDouble(text);
  }
}
