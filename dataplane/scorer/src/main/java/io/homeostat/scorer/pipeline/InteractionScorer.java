package io.homeostat.scorer.pipeline;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Interaction;
import io.homeostat.events.Score;
import io.homeostat.judge.JudgeBudget.Purpose;
import io.homeostat.judge.JudgeUnavailableException;
import io.homeostat.judge.Material;
import io.homeostat.judge.Rating;
import io.homeostat.scorer.policy.JudgeHandle;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives an interaction its score. A failed, empty or truncated answer scores 0; what the judge
 * could not rate stays unscored; a part without a reference is absent. Nothing is invented.
 */
public final class InteractionScorer {
  private static final String TRUNCATED = "length";

  private final TextSimilarity lexical;
  private final TextSimilarity semantic;

  /**
   * Wires the scorers that compare an answer with a reference.
   *
   * @param lexical overlap of words, in [0,1]
   * @param semantic closeness of meaning, in [0,1]
   */
  public InteractionScorer(TextSimilarity lexical, TextSimilarity semantic) {
    this.lexical = lexical;
    this.semantic = semantic;
  }

  /**
   * Scores one interaction; blocks while the judge answers.
   *
   * @param judge null when the policy has none or it is not known yet
   * @throws InterruptedException when the thread is stopped
   */
  public Score score(Interaction interaction, ScoringPolicy policy, JudgeHandle judge)
      throws InterruptedException {
    if (interaction.error() != null || interaction.status() >= 400 || truncated(interaction)) {
      return result(interaction, policy, judge, Map.of(), null, true);
    }
    if (interaction.answer() == null) {
      return result(interaction, policy, judge, Map.of(), "ContentNotCaptured", false);
    }
    if (interaction.answer().isBlank()) {
      return result(interaction, policy, judge, Map.of(), null, true);
    }
    Map<String, Double> parts = new TreeMap<>();
    String unscored = policy.judge() == null ? null : addJudge(interaction, judge, parts);
    addReferenceParts(interaction, policy, parts);
    return result(interaction, policy, judge, parts, unscored, false);
  }

  private static boolean truncated(Interaction interaction) {
    return TRUNCATED.equals(interaction.finishReason());
  }

  private static String addJudge(
      Interaction interaction, JudgeHandle judge, Map<String, Double> parts)
      throws InterruptedException {
    if (judge == null) {
      return "JudgeNotReady";
    }
    if (!judge.takes(interaction)) {
      return "JudgeNotSampled";
    }
    try {
      Material material =
          new Material(
              ScoringPolicy.lastUserMessage(interaction),
              interaction.answer(),
              interaction.reference());
      Rating rating = judge.client().rate(material, Purpose.Scoring);
      parts.put(Composite.JUDGE, rating.mean());
      rating
          .scores()
          .forEach((name, score) -> parts.put(Composite.JUDGE + "." + name, Rating.toUnit(score)));
      return null;
    } catch (JudgeUnavailableException e) {
      return e.reason().name();
    }
  }

  private void addReferenceParts(
      Interaction interaction, ScoringPolicy policy, Map<String, Double> parts) {
    if (interaction.reference() == null) {
      return;
    }
    if (policy.weights().lexical() > 0) {
      lexical
          .between(interaction.reference(), interaction.answer())
          .ifPresent(value -> parts.put(Composite.LEXICAL, value));
    }
    if (policy.weights().semantic() > 0) {
      semantic
          .between(interaction.reference(), interaction.answer())
          .ifPresent(value -> parts.put(Composite.SEMANTIC, value));
    }
  }

  private static Score result(
      Interaction interaction,
      ScoringPolicy policy,
      JudgeHandle judge,
      Map<String, Double> parts,
      String unscored,
      boolean failed) {
    String judgeDigest = judge == null ? null : judge.digest();
    List<String> names =
        failed
            ? List.of(Composite.JUDGE)
            : parts.keySet().stream().filter(name -> !name.contains(".")).toList();
    Double composite =
        failed
            ? Double.valueOf(0)
            : unscored == null ? Composite.of(parts, policy.weights()) : null;
    String reason = composite == null && unscored == null ? "NoPartAvailable" : unscored;
    return new Score(
        EventCodec.SCHEMA_VERSION,
        interaction.id(),
        interaction.responseId(),
        interaction.service(),
        interaction.release(),
        interaction.role(),
        interaction.planRevision(),
        interaction.session(),
        policy.capabilityOf(interaction),
        interaction.timeMillis(),
        Composite.scorerSet(judgeDigest, names),
        parts,
        composite,
        reason,
        failed,
        policy.judge() == null || (judge != null && judge.calibrated()),
        digest(interaction.answer()),
        interaction.pair(),
        measures(interaction),
        details(judge));
  }

  private static Score.Details details(JudgeHandle judge) {
    Double probability = judge == null ? null : judge.sampling().probability();
    return new Score.Details(null, null, null, null, probability, null, null, null, null);
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
