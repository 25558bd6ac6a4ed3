package io.homeostat.scorer.pipeline;

import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Closeness of meaning: cosine of two sentence embeddings, negative values cut to 0. The model
 * (all-MiniLM-L6-v2, 384 dimensions, ONNX in process) is loaded at the first use, because most
 * installations never need it.
 */
public final class SentenceEmbeddings implements TextSimilarity {
  private final Supplier<EmbeddingModel> loader;
  private EmbeddingModel model;

  public SentenceEmbeddings(Supplier<EmbeddingModel> loader) {
    this.loader = loader;
  }

  @Override
  public OptionalDouble between(String reference, String answer) {
    EmbeddingModel embeddings = model();
    float[] a = embeddings.embed(reference).content().vector();
    float[] b = embeddings.embed(answer).content().vector();
    return OptionalDouble.of(Math.clamp(cosine(a, b), 0, 1));
  }

  private synchronized EmbeddingModel model() {
    if (model == null) {
      model = loader.get();
    }
    return model;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double normA = 0;
    double normB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      normA += a[i] * a[i];
      normB += b[i] * b[i];
    }
    return normA == 0 || normB == 0 ? 0 : dot / Math.sqrt(normA * normB);
  }
}
