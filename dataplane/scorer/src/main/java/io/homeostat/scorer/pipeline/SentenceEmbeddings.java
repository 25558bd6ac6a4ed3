package io.homeostat.scorer.pipeline;

import io.homeostat.scorer.embedding.Embedder;
import java.util.List;
import java.util.OptionalDouble;

/** Closeness of meaning: cosine of two sentence embeddings, negative values cut to 0. */
public final class SentenceEmbeddings implements TextSimilarity {
  private final Embedder embedder;

  public SentenceEmbeddings(Embedder embedder) {
    this.embedder = embedder;
  }

  @Override
  public OptionalDouble between(String reference, String answer) throws InterruptedException {
    List<float[]> vectors = embedder.embed(List.of(reference, answer));
    return OptionalDouble.of(
        Math.clamp(Embedder.cosine(vectors.getFirst(), vectors.getLast()), 0, 1));
  }
}
