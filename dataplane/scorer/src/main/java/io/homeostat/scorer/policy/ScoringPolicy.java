package io.homeostat.scorer.policy;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.qualitypolicy.Invariant;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.invariant.Checks;
import io.homeostat.invariant.Invariants;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A QualityPolicy made ready for use.
 *
 * @param name {@code namespace/name} of the policy
 * @param service {@code namespace/name} of the ModelService
 * @param judge {@code namespace/name} of the Judge; null when the policy declares none
 * @param summaries whether the judge's model words why a stream fell
 * @param weights declared part → weight, 0 for one that is only reported
 * @param golden where right answers to known questions are; null for nowhere
 * @param measure digest of all that the composite is made of: weights and checks
 * @param settleMillis how long after its arrival an interaction is scored
 * @param samplingRate share of interactions that are scored, in (0,1]
 * @param dedicated whether scorer pods of its own score it
 */
public record ScoringPolicy(
    String name,
    String service,
    String judge,
    boolean summaries,
    Map<String, Double> weights,
    KeyRef golden,
    String measure,
    List<QualityPolicySpec.Capability> capabilities,
    QualityPolicySpec.Segments segments,
    QualityPolicySpec.Groundedness groundedness,
    List<QualityPolicySpec.Custom> custom,
    Invariants invariants,
    long settleMillis,
    double samplingRate,
    boolean dedicated) {
  /** Capability of whatever no rule recognises. */
  public static final String OTHER = "other";

  public static final String JUDGE = "judge";
  public static final String LEXICAL = "lexical";
  public static final String SEMANTIC = "semantic";
  public static final String GROUNDEDNESS = "groundedness";

  /** What the names of the users' own parts start with. */
  public static final String CUSTOM = "custom.";

  private static final int SAMPLING_STEPS = 1_000_000;
  private static final double JUDGE_WEIGHT = 0.6;
  private static final double TEXT_WEIGHT = 0.2;

  /**
   * Reads a policy as the API server admitted it.
   *
   * @param checks makes its invariants
   */
  public static ScoringPolicy of(QualityPolicy policy, Checks checks) {
    String namespace = policy.getMetadata().getNamespace();
    String name = namespace + "/" + policy.getMetadata().getName();
    QualityPolicySpec spec = policy.getSpec();
    QualityPolicySpec.Scorers scorers = spec.scorers();
    Map<String, Double> weights = weights(scorers);
    return new ScoringPolicy(
        name,
        namespace + "/" + spec.modelServiceRef().name(),
        scorers.judge() == null ? null : namespace + "/" + scorers.judge().ref().name(),
        scorers.judge() != null && Boolean.TRUE.equals(scorers.judge().driftSummaries()),
        weights,
        scorers.goldenAnswersConfigMapRef(),
        measure(scorers, weights),
        spec.capabilities(),
        spec.segments() == null
            ? new QualityPolicySpec.Segments(List.of(), false, false)
            : spec.segments(),
        scorers.groundedness(),
        scorers.custom(),
        new Invariants(name, scorers.invariants(), checks),
        1000L * (spec.settleSeconds() == null ? 0 : spec.settleSeconds()),
        spec.sampling() == null ? 1 : decimal(spec.sampling().rate(), 1),
        spec.scorer() != null && Boolean.TRUE.equals(spec.scorer().dedicated()));
  }

  private static Map<String, Double> weights(QualityPolicySpec.Scorers scorers) {
    Map<String, Double> weights = new TreeMap<>();
    if (scorers.judge() != null) {
      weights.put(JUDGE, decimal(scorers.judge().weight(), JUDGE_WEIGHT));
    }
    if (scorers.lexical() != null) {
      weights.put(LEXICAL, decimal(scorers.lexical().weight(), TEXT_WEIGHT));
    }
    if (scorers.semantic() != null) {
      weights.put(SEMANTIC, decimal(scorers.semantic().weight(), TEXT_WEIGHT));
    }
    if (scorers.groundedness() != null) {
      weights.put(GROUNDEDNESS, decimal(scorers.groundedness().weight(), TEXT_WEIGHT));
    }
    for (Invariant invariant : scorers.invariants()) {
      weights.put(Invariants.PREFIX + invariant.name(), decimal(invariant.weight(), 0));
    }
    for (QualityPolicySpec.Custom custom : scorers.custom()) {
      weights.put(CUSTOM + custom.name(), decimal(custom.weight(), 0));
    }
    return weights;
  }

  private static String measure(QualityPolicySpec.Scorers scorers, Map<String, Double> weights) {
    Map<String, Object> made = new TreeMap<>();
    weights.forEach(
        (part, weight) -> {
          if (weight > 0) {
            made.put(part, Double.toString(weight));
          }
        });
    for (Invariant invariant : scorers.invariants()) {
      made.computeIfPresent(Invariants.PREFIX + invariant.name(), (part, weight) -> invariant);
    }
    for (QualityPolicySpec.Custom custom : scorers.custom()) {
      made.computeIfPresent(CUSTOM + custom.name(), (part, weight) -> weight + custom.url());
    }
    if (scorers.groundedness() != null) {
      made.computeIfPresent(GROUNDEDNESS, (part, weight) -> scorers.groundedness());
    }
    return CanonicalJson.digest(made);
  }

  /** Namespace of the policy and of all that it names. */
  public String namespace() {
    return name.substring(0, name.indexOf('/'));
  }

  /** Whether a part counts in the composite. */
  public boolean counts(String part) {
    return weights.getOrDefault(part, 0d) > 0;
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
        .filter(Objects::nonNull)
        .reduce((first, second) -> second)
        .orElse(null);
  }

  private static double decimal(String text, double fallback) {
    return text == null ? fallback : Double.parseDouble(text);
  }
}
