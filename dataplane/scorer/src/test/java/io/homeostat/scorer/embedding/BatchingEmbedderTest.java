package io.homeostat.scorer.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchingEmbedderTest {
  private final List<List<String>> batches = new CopyOnWriteArrayList<>();
  private final AtomicInteger loaded = new AtomicInteger();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final BatchingEmbedder embedder = new BatchingEmbedder(this::model, 3);

  @Test
  void textsOfOneCallGoTogetherAndEachComesBackToItsPlace() throws Exception {
    List<float[]> vectors = embedder.embed(List.of("a", "bbb", "cc"));
    assertThat(vectors).extracting(vector -> vector[0]).containsExactly(1f, 3f, 2f);
    assertThat(batches.stream().flatMap(List::stream)).containsExactly("a", "bbb", "cc");
    assertThat(loaded).hasValue(1);
  }

  @Test
  void aTextThatIsRememberedIsNotEmbeddedAgainUntilOthersHavePushedItOut() throws Exception {
    embedder.embed(List.of("a"));
    embedder.embed(List.of("a", "a"));
    assertThat(batches).containsExactly(List.of("a"));
    embedder.embed(List.of("b", "c", "d"));
    embedder.embed(List.of("a"));
    assertThat(batches.stream().flatMap(List::stream).filter("a"::equals)).hasSize(2);
  }

  @Test
  void aFailureIsToldToItsCallersAndNotRemembered() throws Exception {
    broken.set(true);
    assertThatThrownBy(() -> embedder.embed(List.of("a")))
        .isInstanceOf(IllegalStateException.class);
    broken.set(false);
    assertThat(embedder.embed(List.of("a")).getFirst()[0]).isEqualTo(1f);
  }

  private Embedder model() {
    loaded.incrementAndGet();
    return texts -> {
      if (broken.get()) {
        throw new IllegalStateException("broken");
      }
      batches.add(new ArrayList<>(texts));
      return texts.stream().map(text -> new float[] {text.length()}).toList();
    };
  }
}
