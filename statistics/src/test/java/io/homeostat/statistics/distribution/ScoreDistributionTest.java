package io.homeostat.statistics.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScoreDistributionTest {
  private static final DiscreteScores LEVELS =
      DiscreteScores.of(new TreeMap<>(Map.of(0.0, 0.1, 0.5, 0.3, 1.0, 0.6)));

  static Stream<ScoreDistribution> all() {
    return Stream.of(
        new NormalScores(2, 3), new BetaScores(8, 2), new BetaScores(0.5, 0.5), LEVELS);
  }

  @ParameterizedTest
  @MethodSource("all")
  void draws_have_the_stated_mean_spread_and_law(ScoreDistribution scores) {
    SplittableRandom random = new SplittableRandom(7);
    int n = 100_000;
    double at = scores.mean() + 0.2 * scores.deviation();
    double sum = 0;
    double squares = 0;
    double atMost = 0;
    for (int i = 0; i < n; i++) {
      double z = (scores.draw(random) - scores.mean()) / scores.deviation();
      sum += z;
      squares += z * z;
      atMost += z <= 0.2 ? 1 : 0;
    }
    assertThat(sum / n).isCloseTo(0, within(4.5 / Math.sqrt(n)));
    assertThat(squares / n).isCloseTo(1, within(0.03));
    assertThat(atMost / n).isCloseTo(scores.cumulative(at), within(4.5 * 0.5 / Math.sqrt(n)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_drop_moves_the_mean_by_exactly_that_many_deviations(ScoreDistribution scores) {
    for (double drop : new double[] {-0.4, 0.25, 1}) {
      ScoreDistribution after = scores.dropped(drop);
      assertThat(after.mean()).isCloseTo(scores.mean() - drop * scores.deviation(), within(1e-12));
      assertThat(after.lowest()).isEqualTo(scores.lowest());
    }
    assertThat(scores.dropped(0)).isSameAs(scores);
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_quantile_undoes_the_cumulative_probability(ScoreDistribution scores) {
    for (double p : new double[] {0.05, 0.3, 0.75, 0.99}) {
      double x = scores.quantile(p);
      assertThat(scores.cumulative(x)).isGreaterThanOrEqualTo(p - 1e-9);
      assertThat(scores.below(x)).isLessThanOrEqualTo(p + 1e-9);
    }
  }

  @Test
  void a_drop_without_room_is_refused() {
    assertThatThrownBy(() -> new BetaScores(1, 9).dropped(2))
        .hasMessageContaining("the mean of beta scores must lie strictly between 0.0 and 1.0");
    assertThatThrownBy(() -> LEVELS.withMean(1)).hasMessageContaining("strictly between");
  }

  @Test
  void a_discrete_law_jumps_at_its_values() {
    assertThat(LEVELS.below(0.5)).isCloseTo(0.1, within(1e-15));
    assertThat(LEVELS.cumulative(0.5)).isCloseTo(0.4, within(1e-15));
    assertThat(LEVELS.cumulative(0.7)).isCloseTo(0.4, within(1e-15));
    assertThat(LEVELS.cumulative(-1)).isZero();
    assertThat(LEVELS.cumulative(1)).isEqualTo(1);
  }
}
