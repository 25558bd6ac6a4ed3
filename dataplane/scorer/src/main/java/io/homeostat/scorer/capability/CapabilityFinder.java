package io.homeostat.scorer.capability;

import io.homeostat.crds.qualitypolicy.QualityPolicySpec.Capability;
import io.homeostat.events.Interaction;
import io.homeostat.scorer.embedding.Embedder;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names the capability of an interaction: what the header says, else the first whose route or tags
 * match, else the first with a keyword in the last user message, else the one with the nearest
 * exemplar, else {@link ScoringPolicy#OTHER}.
 */
public final class CapabilityFinder {
  private static final double DEFAULT_SIMILARITY = 0.5;

  private final Embedder embedder;
  private final Map<String, Learned> learned = new ConcurrentHashMap<>();

  /** The exemplars of one policy as vectors. */
  private record Learned(List<Capability> from, List<Exemplar> exemplars) {}

  private record Exemplar(Capability capability, float[] vector) {}

  public CapabilityFinder(Embedder embedder) {
    this.embedder = embedder;
  }

  /**
   * Names the capability.
   *
   * @throws InterruptedException when the thread is stopped while it waits for embeddings
   */
  public String of(Interaction interaction, ScoringPolicy policy) throws InterruptedException {
    Optional<String> found =
        byHeader(interaction, policy)
            .or(() -> byRequest(interaction, policy))
            .or(() -> byKeyword(interaction, policy));
    return found.isPresent()
        ? found.get()
        : byExemplar(interaction, policy).orElse(ScoringPolicy.OTHER);
  }

  private static Optional<String> byHeader(Interaction interaction, ScoringPolicy policy) {
    return policy.capabilities().stream()
        .map(Capability::name)
        .filter(name -> name.equals(interaction.capability()))
        .findFirst();
  }

  private static Optional<String> byRequest(Interaction interaction, ScoringPolicy policy) {
    return policy.capabilities().stream()
        .filter(rule -> isRouted(rule, interaction.route()) || isTagged(rule, interaction.tags()))
        .map(Capability::name)
        .findFirst();
  }

  private static boolean isRouted(Capability rule, String route) {
    return route != null
        && rule.routes().stream()
            .anyMatch(
                path ->
                    path.endsWith("*")
                        ? route.startsWith(path.substring(0, path.length() - 1))
                        : route.equals(path));
  }

  private static boolean isTagged(Capability rule, Map<String, String> tags) {
    return tags != null
        && !rule.tags().isEmpty()
        && rule.tags().entrySet().stream()
            .allMatch(tag -> tag.getValue().equals(tags.get(tag.getKey())));
  }

  private static Optional<String> byKeyword(Interaction interaction, ScoringPolicy policy) {
    String question = ScoringPolicy.lastUserMessage(interaction);
    if (question == null) {
      return Optional.empty();
    }
    String text = question.toLowerCase(Locale.ROOT);
    return policy.capabilities().stream()
        .filter(
            rule ->
                rule.keywords().stream()
                    .anyMatch(word -> text.contains(word.toLowerCase(Locale.ROOT))))
        .map(Capability::name)
        .findFirst();
  }

  private Optional<String> byExemplar(Interaction interaction, ScoringPolicy policy)
      throws InterruptedException {
    String question = ScoringPolicy.lastUserMessage(interaction);
    if (question == null
        || question.isBlank()
        || policy.capabilities().stream().allMatch(rule -> rule.exemplars().isEmpty())) {
      return Optional.empty();
    }
    float[] asked = embedder.embed(List.of(question)).getFirst();
    Capability nearest = null;
    double best = -1;
    for (Exemplar exemplar : exemplars(policy)) {
      double similarity = Embedder.cosine(asked, exemplar.vector());
      if (similarity > best && similarity >= minimum(exemplar.capability())) {
        best = similarity;
        nearest = exemplar.capability();
      }
    }
    return Optional.ofNullable(nearest).map(Capability::name);
  }

  private List<Exemplar> exemplars(ScoringPolicy policy) throws InterruptedException {
    Learned known = learned.get(policy.name());
    if (known == null || !known.from().equals(policy.capabilities())) {
      List<Exemplar> exemplars = new ArrayList<>();
      for (Capability capability : policy.capabilities()) {
        for (float[] vector : embedder.embed(capability.exemplars())) {
          exemplars.add(new Exemplar(capability, vector));
        }
      }
      known = new Learned(policy.capabilities(), exemplars);
      learned.put(policy.name(), known);
    }
    return known.exemplars();
  }

  private static double minimum(Capability rule) {
    return rule.minimumSimilarity() == null
        ? DEFAULT_SIMILARITY
        : Double.parseDouble(rule.minimumSimilarity());
  }
}
