package io.homeostat.scorer.pipeline;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec.Segments;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.events.Score;
import io.homeostat.invariant.Languages;
import io.homeostat.scorer.embedding.Embedder;
import io.homeostat.scorer.embedding.Projection;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads from an interaction what attribution and the tests of inputs need, and no content. */
public final class DetailsReader {
  private static final int DIGITS = 12;

  private final Embedder embedder;
  private final Languages languages;

  public DetailsReader(Embedder embedder, Languages languages) {
    this.embedder = embedder;
    this.languages = languages;
  }

  Score.Details read(
      Interaction interaction,
      ScoringPolicy policy,
      Map<String, String> missing,
      String referenceKind,
      String failure,
      Double judgeProbability)
      throws InterruptedException {
    String question = ScoringPolicy.lastUserMessage(interaction);
    boolean embed = Boolean.TRUE.equals(policy.segments().embeddings());
    return new Score.Details(
        missing,
        referenceKind,
        failure,
        dimensions(interaction, policy.segments(), question),
        judgeProbability,
        length(question),
        length(interaction.answer()),
        embed ? projected(question) : null,
        embed ? projected(interaction.answer()) : null);
  }

  private Map<String, String> dimensions(
      Interaction interaction, Segments segments, String question) {
    Map<String, String> dimensions = new TreeMap<>();
    for (String tag : segments.tags()) {
      String value = interaction.tags() == null ? null : interaction.tags().get(tag);
      if (value != null) {
        dimensions.put(tag, value);
      }
    }
    if (interaction.consumer() != null) {
      dimensions.put("client", interaction.consumer());
    }
    if (interaction.messages() != null) {
      dimensions.put("prompt", prompt(interaction.messages()));
    }
    if (question != null && Boolean.TRUE.equals(segments.language())) {
      languages.of(question).ifPresent(code -> dimensions.put("language", code));
    }
    return dimensions;
  }

  /** What the client's system messages are, without saying it. */
  private static String prompt(List<Message> messages) {
    String text =
        messages.stream()
            .filter(message -> "system".equals(message.role()))
            .map(Message::content)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("\n"));
    return text.isEmpty() ? "none" : CanonicalJson.sha256(text).substring(0, DIGITS);
  }

  private static Integer length(String text) {
    return text == null ? null : Integer.valueOf(text.codePointCount(0, text.length()));
  }

  private List<Double> projected(String text) throws InterruptedException {
    return text == null || text.isBlank()
        ? null
        : Projection.of(embedder.embed(List.of(text)).getFirst());
  }
}
