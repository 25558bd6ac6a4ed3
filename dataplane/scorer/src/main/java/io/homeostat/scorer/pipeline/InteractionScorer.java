package io.homeostat.scorer.pipeline;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Interaction;
import io.homeostat.events.Score;
import io.homeostat.invariant.Failure;
import io.homeostat.invariant.Finding;
import io.homeostat.invariant.Invariants;
import io.homeostat.invariant.Subject;
import io.homeostat.scorer.capability.CapabilityFinder;
import io.homeostat.scorer.custom.CustomScorers;
import io.homeostat.scorer.policy.JudgeHandle;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Gives an interaction its score. A failed, empty or truncated answer scores 0; what the judge
 * could not rate stays unscored; a part that cannot be had is missing with its reason. Nothing is
 * invented.
 */
public final class InteractionScorer {
  private static final String NO_CONTENT = "ContentNotCaptured";

  private final CapabilityFinder capabilities;
  private final TextSimilarity lexical;
  private final TextSimilarity semantic;
  private final Groundedness groundedness;
  private final CustomScorers custom;
  private final DetailsReader details;
  private final References references;

  /**
   * Wires the parts.
   *
   * @param lexical overlap of words, in [0,1]
   * @param semantic closeness of meaning, in [0,1]
   * @param references what an answer is compared with
   */
  public InteractionScorer(
      CapabilityFinder capabilities,
      TextSimilarity lexical,
      TextSimilarity semantic,
      Groundedness groundedness,
      CustomScorers custom,
      DetailsReader details,
      References references) {
    this.capabilities = capabilities;
    this.lexical = lexical;
    this.semantic = semantic;
    this.groundedness = groundedness;
    this.custom = custom;
    this.details = details;
    this.references = references;
  }

  /**
   * Scores one interaction; blocks while judge and custom scorers answer.
   *
   * @param judge null when the policy has none or it is not known yet
   * @param external parts that were scored elsewhere, which are reported only
   * @throws InterruptedException when the thread is stopped
   */
  public Score score(
      Interaction asked, ScoringPolicy policy, JudgeHandle judge, Map<String, Double> external)
      throws InterruptedException {
    References.Referenced referenced = references.of(asked, policy);
    Interaction interaction = referenced.interaction();
    String capability = capabilities.of(interaction, policy);
    Parts parts = new Parts();
    external.forEach(parts::put);
    Optional<String> failure = Failure.of(interaction);
    Optional<Subject> subject =
        failure.isPresent() ? Optional.empty() : subject(interaction, capability);
    if (subject.isPresent()) {
      fill(subject.get(), policy, judge, parts);
    } else if (failure.isEmpty()) {
      declared(policy, capability).forEach(part -> parts.missing(part, NO_CONTENT));
    }
    return result(referenced, capability, policy, judge, parts, failure.orElse(null));
  }

  private static Optional<Subject> subject(Interaction interaction, String capability) {
    String answer = Failure.answer(interaction);
    return answer == null
        ? Optional.empty()
        : Optional.of(
            new Subject(
                interaction, capability, ScoringPolicy.lastUserMessage(interaction), answer));
  }

  private void fill(Subject subject, ScoringPolicy policy, JudgeHandle judge, Parts parts)
      throws InterruptedException {
    if (policy.judge() != null) {
      JudgePart.add(subject, judge, parts);
    }
    compare(subject, ScoringPolicy.LEXICAL, lexical, policy, parts);
    compare(subject, ScoringPolicy.SEMANTIC, semantic, policy, parts);
    if (policy.groundedness() != null) {
      groundedness.add(subject, policy.groundedness(), parts);
    }
    for (Map.Entry<String, Finding> one : policy.invariants().check(subject).entrySet()) {
      if (one.getValue().passed() == null) {
        parts.missing(one.getKey(), one.getValue().missing());
      } else {
        parts.put(one.getKey(), one.getValue().passed() ? 1 : 0);
      }
    }
    for (QualityPolicySpec.Custom scorer : policy.custom()) {
      CustomScorers.Reply reply = custom.ask(scorer, policy, subject);
      String part = ScoringPolicy.CUSTOM + scorer.name();
      if (reply.score() == null) {
        parts.missing(part, reply.missing());
      } else {
        parts.put(part, reply.score());
      }
    }
  }

  private static void compare(
      Subject subject, String part, TextSimilarity measure, ScoringPolicy policy, Parts parts)
      throws InterruptedException {
    if (!policy.counts(part)) {
      return;
    }
    String reference = subject.interaction().reference();
    OptionalDouble value =
        reference == null ? OptionalDouble.empty() : measure.between(reference, subject.answer());
    if (value.isPresent()) {
      parts.put(part, value.getAsDouble());
    } else {
      parts.missing(part, reference == null ? "NoReference" : "ReferenceNotComparable");
    }
  }

  /** All parts that an answer of a capability could have. */
  private static List<String> declared(ScoringPolicy policy, String capability) {
    List<String> parts = new ArrayList<>(policy.invariants().parts(capability));
    policy.weights().keySet().stream()
        .filter(part -> !part.startsWith(Invariants.PREFIX))
        .forEach(parts::add);
    return parts;
  }

  private Score result(
      References.Referenced referenced,
      String capability,
      ScoringPolicy policy,
      JudgeHandle judge,
      Parts parts,
      String failure)
      throws InterruptedException {
    Interaction interaction = referenced.interaction();
    Double composite =
        failure != null
            ? Double.valueOf(0)
            : parts.missing().containsKey(ScoringPolicy.JUDGE)
                ? null
                : Composite.of(parts.values(), policy.weights());
    Collection<String> present =
        failure == null ? parts.values().keySet() : usual(interaction, policy, capability);
    List<String> counted = present.stream().filter(policy::counts).toList();
    return new Score(
        EventCodec.SCHEMA_VERSION,
        interaction.id(),
        interaction.responseId(),
        interaction.service(),
        interaction.release(),
        interaction.role(),
        interaction.planRevision(),
        interaction.session(),
        capability,
        interaction.timeMillis(),
        Composite.scorerSet(judge == null ? null : judge.digest(), policy.measure(), counted),
        parts.values(),
        composite,
        composite == null ? unscored(parts) : null,
        failure != null,
        policy.judge() == null || (judge != null && judge.calibrated()),
        digest(interaction.answer()),
        interaction.pair(),
        measures(interaction),
        details.read(
            interaction,
            policy,
            parts.missing(),
            referenced.kind(),
            failure,
            judge == null ? null : judge.sampling().probability()));
  }

  private static String unscored(Parts parts) {
    String judge = parts.missing().get(ScoringPolicy.JUDGE);
    if (judge != null) {
      return judge;
    }
    return parts.missing().containsValue(NO_CONTENT) ? NO_CONTENT : "NoPartAvailable";
  }

  /** The parts that a good answer to the same request would have had. */
  private static List<String> usual(
      Interaction interaction, ScoringPolicy policy, String capability) {
    List<String> parts = declared(policy, capability);
    if (interaction.reference() == null) {
      parts.removeAll(List.of(ScoringPolicy.LEXICAL, ScoringPolicy.SEMANTIC));
    }
    if (interaction.evidence() == null || interaction.evidence().context().isEmpty()) {
      parts.remove(ScoringPolicy.GROUNDEDNESS);
    }
    return parts;
  }

  private static Score.Measures measures(Interaction interaction) {
    return new Score.Measures(
        interaction.latencyMillis(),
        interaction.firstTokenMillis(),
        interaction.interTokenMillis(),
        interaction.promptTokens(),
        interaction.completionTokens());
  }

  private static String digest(String answer) {
    return answer == null ? null : CanonicalJson.sha256(answer.strip().toLowerCase(Locale.ROOT));
  }
}
