package io.homeostat.scorer.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.homeostat.events.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

class MiniLmTest {
  private static final List<String> TEXTS =
      List.of(
          "The parcel arrived late.",
          "Yes.",
          "My package was delivered with a delay of more than three working days.",
          "Cats like warm milk.");

  @Test
  void aTextAloneHasTheVectorThatLangChain4jGivesIt() throws Exception {
    var peer = new AllMiniLmL6V2QuantizedEmbeddingModel();
    try (MiniLm model = MiniLm.load(1)) {
      for (String text : TEXTS) {
        float[] vector = model.embed(List.of(text)).getFirst();
        assertThat(vector).hasSize(384);
        assertThat(Embedder.cosine(vector, peer.embed(text).content().vector()))
            .isCloseTo(1, within(1e-3));
      }
    }
  }

  @Test
  void theVectorOfATextDoesNotDependOnItsCompany() throws Exception {
    try (MiniLm model = MiniLm.load(3)) {
      List<float[]> together = model.embed(TEXTS);
      for (int i = 0; i < TEXTS.size(); i++) {
        float[] alone = model.embed(List.of(TEXTS.get(i))).getFirst();
        assertThat(Embedder.cosine(alone, together.get(i))).isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void projectionsKeepWhatIsNearNear() throws Exception {
    try (MiniLm model = MiniLm.load(1)) {
      List<List<Double>> numbers = model.embed(TEXTS).stream().map(Projection::of).toList();
      assertThat(numbers).allSatisfy(one -> assertThat(one).hasSize(Score.Details.PROJECTED));
      assertThat(distance(numbers.get(0), numbers.get(2)))
          .isLessThan(distance(numbers.get(0), numbers.get(3)));
    }
  }

  private static double distance(List<Double> a, List<Double> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += Math.pow(a.get(i) - b.get(i), 2);
    }
    return Math.sqrt(sum);
  }
}
