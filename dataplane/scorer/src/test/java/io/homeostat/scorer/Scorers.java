package io.homeostat.scorer;

import io.homeostat.invariant.Languages;
import io.homeostat.scorer.capability.CapabilityFinder;
import io.homeostat.scorer.custom.CustomScorers;
import io.homeostat.scorer.embedding.BatchingEmbedder;
import io.homeostat.scorer.embedding.Embedder;
import io.homeostat.scorer.embedding.MiniLm;
import io.homeostat.scorer.pipeline.DetailsReader;
import io.homeostat.scorer.pipeline.Groundedness;
import io.homeostat.scorer.pipeline.InteractionScorer;
import io.homeostat.scorer.pipeline.References;
import io.homeostat.scorer.pipeline.TextSimilarity;
import java.util.Optional;
import java.util.OptionalDouble;

/** Scorers with all their parts; the embedding model is loaded when a test needs it. */
public final class Scorers {
  /** A question that a policy with golden answers knows. */
  public static final String GOLDEN_QUESTION = "Which day is it?";

  /** The right answer to it. */
  public static final String GOLDEN_ANSWER = "24 May 2029";

  private Scorers() {}

  /** One that finds every answer so near to its reference, by words and by meaning. */
  public static InteractionScorer withSimilarities(double lexical, double semantic) {
    return with(
        (reference, answer) -> OptionalDouble.of(lexical),
        (reference, answer) -> OptionalDouble.of(semantic));
  }

  public static InteractionScorer with(TextSimilarity lexical, TextSimilarity semantic) {
    Embedder embedder = new BatchingEmbedder(() -> MiniLm.load(1), 100);
    return new InteractionScorer(
        new CapabilityFinder(embedder),
        lexical,
        semantic,
        new Groundedness(embedder),
        new CustomScorers((namespace, key) -> Optional.empty()),
        new DetailsReader(embedder, new Languages()),
        new References(
            (namespace, configMap, question) ->
                question.equals(GOLDEN_QUESTION) ? Optional.of(GOLDEN_ANSWER) : Optional.empty()));
  }
}
