package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import org.junit.jupiter.api.Test;

class SentenceEmbeddingsTest {
  @Test
  void sentencesOfOneMeaningAreCloserThanOthers() {
    SentenceEmbeddings embeddings =
        new SentenceEmbeddings(AllMiniLmL6V2QuantizedEmbeddingModel::new);
    double same =
        embeddings.between("The parcel arrived late.", "The parcel arrived late.").getAsDouble();
    double near =
        embeddings
            .between("The parcel arrived late.", "My package was delivered with a delay.")
            .getAsDouble();
    double far =
        embeddings.between("The parcel arrived late.", "Cats like warm milk.").getAsDouble();
    assertThat(same).isGreaterThan(.999);
    assertThat(near).isBetween(far + .2, same);
    assertThat(far).isBetween(0.0, .4);
  }
}
