package io.homeostat.statistics.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.attribution.DimensionRanking.Measure;
import io.homeostat.statistics.attribution.DimensionRanking.Ranked;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DimensionRankingTest {
  private static Measure sum(double before, double after) {
    return new Measure(before, after, 0, 0);
  }

  private static Measure mean(double itemsBefore, double before, double itemsAfter, double after) {
    return new Measure(itemsBefore * before, itemsAfter * after, itemsBefore, itemsAfter);
  }

  // Totals of the same change seen by three dimensions; powers computed by hand.
  @Test
  void the_dimension_whose_shares_moved_most_comes_first() {
    List<Ranked> ranked =
        DimensionRanking.ofSum(
            Map.of(
                "data center", Map.of("X", sum(94, 47), "Y", sum(6, 3)),
                "advertiser",
                    Map.of(
                        "A1", sum(50, 24), "A2", sum(20, 21), "A3", sum(20, 4), "A4", sum(10, 1)),
                "device", Map.of("PC", sum(50, 49), "mobile", sum(25, 1), "tablet", sum(25, 0))));
    Ranked device = ranked.getFirst();
    assertThat(device.dimension()).isEqualTo("device");
    assertThat(device.values()).extracting(e -> e.value()).containsExactly("tablet", "mobile");
    assertThat(device.power()).isCloseTo(.98, within(1e-12));
    Ranked last = ranked.getLast();
    assertThat(last.dimension()).isEqualTo("data center");
    assertThat(last.surprise()).isCloseTo(0, within(1e-12));
    assertThat(last.power()).isCloseTo(.94, within(1e-12));
  }

  @Test
  void a_mean_that_fell_for_one_client_version_is_explained_by_it() {
    List<Ranked> ranked =
        DimensionRanking.ofRatio(
            Map.of(
                "version", Map.of("1.4", mean(500, .9, 500, .9), "1.5", mean(500, .9, 500, .5)),
                "language", Map.of("de", mean(500, .9, 500, .7), "en", mean(500, .9, 500, .7))));
    assertThat(ranked.getFirst().dimension()).isEqualTo("version");
    assertThat(ranked.getFirst().values())
        .singleElement()
        .satisfies(
            explanation -> {
              assertThat(explanation.value()).isEqualTo("1.5");
              assertThat(explanation.power()).isCloseTo(1, within(1e-12));
            });
  }

  @Test
  void without_a_change_nothing_is_explained() {
    assertThat(DimensionRanking.ofSum(Map.of("d", Map.of("a", sum(5, 5), "b", sum(7, 7)))))
        .isEmpty();
    assertThat(DimensionRanking.ofRatio(Map.of("d", Map.of("a", mean(5, .5, 5, .5))))).isEmpty();
    assertThat(DimensionRanking.ofSum(Map.of())).isEmpty();
  }

  @Test
  void many_small_parts_explain_nothing() {
    Map<String, Measure> parts = new java.util.HashMap<>();
    for (int i = 0; i < 20; i++) {
      parts.put("v" + i, sum(10, 9));
    }
    assertThat(DimensionRanking.ofSum(Map.of("d", parts))).isEmpty();
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> sum(-1, 0)).hasMessageContaining("the measure before");
    assertThatThrownBy(() -> sum(1, Double.NaN)).hasMessageContaining("the measure after");
  }
}
