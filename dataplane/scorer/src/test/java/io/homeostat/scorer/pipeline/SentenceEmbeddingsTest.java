package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.scorer.embedding.BatchingEmbedder;
import io.homeostat.scorer.embedding.MiniLm;
import org.junit.jupiter.api.Test;

class SentenceEmbeddingsTest {
  private final SentenceEmbeddings embeddings =
      new SentenceEmbeddings(new BatchingEmbedder(() -> MiniLm.load(1), 10));

  @Test
  void sentencesOfOneMeaningAreCloserThanOthers() throws Exception {
    double same = between("The parcel arrived late.", "The parcel arrived late.");
    double near = between("The parcel arrived late.", "My package was delivered with a delay.");
    double far = between("The parcel arrived late.", "Cats like warm milk.");
    assertThat(same).isGreaterThan(.999);
    assertThat(near).isBetween(far + .2, same);
    assertThat(far).isBetween(0.0, .4);
  }

  private double between(String one, String other) throws InterruptedException {
    return embeddings.between(one, other).getAsDouble();
  }
}
