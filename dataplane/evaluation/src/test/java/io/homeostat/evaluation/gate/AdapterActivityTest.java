package io.homeostat.evaluation.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.evaluation.gate.AdapterActivity.Pair;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdapterActivityTest {
  @Test
  void notOneOtherAnswerIsAnAdapterThatIsNotAtWork() {
    assertThat(AdapterActivity.of(pairs(20, 0, 0), 60, 60).adapter()).isEqualTo("Inactive");
  }

  @Test
  void oneOtherAnswerIsEnoughWhereStableRepeatsItself() {
    assertThat(AdapterActivity.of(pairs(20, 0, 0), 59, 60).adapter()).isEqualTo("Active");
  }

  @Test
  void whereStableVariesTheCandidateMustVaryMore() {
    assertThat(AdapterActivity.of(pairs(40, 30, 30), 10, 60).adapter()).isEqualTo("Unknown");
    assertThat(AdapterActivity.of(pairs(40, 4, 36), 10, 60).adapter()).isEqualTo("Active");
  }

  @Test
  void bothSharesAreTold() {
    assertThat(AdapterActivity.of(pairs(40, 4, 36), 10, 60))
        .satisfies(
            noise -> {
              assertThat(noise.items()).isEqualTo(40);
              assertThat(noise.differing()).isEqualTo("0.100");
              assertThat(noise.candidateDiffering()).isEqualTo("0.900");
            });
  }

  private static List<Pair> pairs(int count, int itself, int candidate) {
    return IntStream.range(0, count).mapToObj(i -> new Pair(i < itself, i < candidate)).toList();
  }
}
