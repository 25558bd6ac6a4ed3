package io.homeostat.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BettingBoundTest {
  enum Scores {
    BETA_8_2(0.8, draws -> draws.beta(8, 2)),
    BETA_HALF(0.5, draws -> draws.beta(0.5, 0.5)),
    RARE_ZERO(0.95, draws -> draws.binary(0.95)),
    RARE_ONE(0.05, draws -> draws.binary(0.05)),
    COIN(0.5, draws -> draws.binary(0.5)),
    SKEWED(0.05 / 0.55, draws -> draws.beta(0.05, 0.5));

    private final double mean;
    private final ToDoubleFunction<Draws> draw;

    Scores(double mean, ToDoubleFunction<Draws> draw) {
      this.mean = mean;
      this.draw = draw;
    }

    double mean() {
      return mean;
    }

    double[] values(Draws draws, int count) {
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = draw.applyAsDouble(draws);
      }
      return values;
    }
  }

  @ParameterizedTest
  @EnumSource(Scores.class)
  void both_bounds_hold_at_every_look(Scores scores) {
    Draws draws = new Draws(11);
    int runs = 1_000;
    int low = 0;
    int high = 0;
    for (int run = 0; run < runs; run++) {
      double[] values = scores.values(draws, 400);
      boolean aboveMean = false;
      boolean belowMean = false;
      for (int n = 25; n <= 400; n *= 2) {
        aboveMean |= BettingBound.lower(i -> values[i], n, 0.05, 200) > scores.mean;
        belowMean |= BettingBound.upper(i -> values[i], n, 0.05, 200) < scores.mean;
      }
      low += aboveMean ? 1 : 0;
      high += belowMean ? 1 : 0;
    }
    // At most 5 %; 1000 runs, z = 4.5.
    assertThat(low).isLessThan(82);
    assertThat(high).isLessThan(82);
  }

  @Test
  void all_ones_are_bounded_about_as_exactly_as_a_clean_binomial_record() {
    // Clopper–Pearson for 100 of 100 at α = .01 is .01^(1/100) = .955.
    double bound = BettingBound.lower(i -> 1, 100, 0.01, 100);
    assertThat(bound).isBetween(0.935, 0.955);
  }

  @Test
  void nothing_seen_and_all_zeros_bound_nothing() {
    assertThat(BettingBound.lower(i -> 0, 0, 0.05, 100)).isLessThan(1e-9);
    assertThat(BettingBound.lower(i -> 0, 100, 0.05, 100)).isLessThan(1e-9);
    assertThat(BettingBound.upper(i -> 1, 100, 0.05, 100)).isGreaterThan(1 - 1e-9);
  }

  @Test
  void upper_and_lower_mirror_each_other() {
    double[] values = Scores.BETA_8_2.values(new Draws(4), 200);
    assertThat(BettingBound.upper(i -> values[i], 200, 0.05, 200))
        .isCloseTo(1 - BettingBound.lower(i -> 1 - values[i], 200, 0.05, 200), within(1e-12));
  }

  @Test
  void planning_predicts_the_width() {
    Draws draws = new Draws(6);
    for (int n : new int[] {100, 500, 2_000}) {
      double width = 0;
      double squares = 0;
      for (int run = 0; run < 20; run++) {
        double[] values = Scores.BETA_8_2.values(draws, n);
        double mean = java.util.Arrays.stream(values).average().orElseThrow();
        width += (mean - BettingBound.lower(i -> values[i], n, 4e-4, 500)) / 20;
        squares += java.util.Arrays.stream(values).map(x -> x * x).average().orElseThrow() / 20;
      }
      double deviation = Math.sqrt(squares - 0.64);
      double predicted = BettingBound.expectedWidth(0.8, deviation, n, 4e-4, 500);
      assertThat(width / predicted).isBetween(0.9, 1.25);
    }
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> BettingBound.lower(i -> Double.NaN, 3, 0.05, 10))
        .hasMessage("value 0 of a bound must lie in [0.0, 1.0] but is NaN");
    assertThatThrownBy(() -> BettingBound.lower(i -> 0.5, 3, 0, 10))
        .hasMessageContaining("the error probability of a bound");
    assertThatThrownBy(() -> BettingBound.lower(i -> 0.5, 3, 0.05, 0))
        .hasMessageContaining("the horizon of a bound");
  }
}
