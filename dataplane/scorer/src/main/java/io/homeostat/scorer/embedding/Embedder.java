package io.homeostat.scorer.embedding;

import java.util.List;

/** Turns texts into vectors whose directions say what the texts mean. */
@FunctionalInterface
public interface Embedder {
  /**
   * Embeds texts.
   *
   * @return a vector of length 1 for each text, in their order; they are shared, so never write
   *     into one
   * @throws InterruptedException when the thread is stopped while it waits
   */
  List<float[]> embed(List<String> texts) throws InterruptedException;

  /** Cosine of two vectors of length 1, in [-1,1]. */
  static double cosine(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }
}
