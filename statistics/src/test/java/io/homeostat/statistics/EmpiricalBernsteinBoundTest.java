package io.homeostat.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmpiricalBernsteinBoundTest {
  @ParameterizedTest
  @EnumSource(BettingBoundTest.Scores.class)
  void both_bounds_hold_at_every_look(BettingBoundTest.Scores scores) {
    Draws draws = new Draws(31);
    int runs = 1_000;
    int low = 0;
    int high = 0;
    for (int run = 0; run < runs; run++) {
      double[] values = scores.values(draws, 400);
      boolean aboveMean = false;
      boolean belowMean = false;
      for (int n = 25; n <= 400; n *= 2) {
        aboveMean |= EmpiricalBernsteinBound.lower(i -> values[i], n, 0.05, 200) > scores.mean();
        belowMean |= EmpiricalBernsteinBound.upper(i -> values[i], n, 0.05, 200) < scores.mean();
      }
      low += aboveMean ? 1 : 0;
      high += belowMean ? 1 : 0;
    }
    // At most 5 %; 1000 runs, z = 4.5.
    assertThat(low).isLessThan(82);
    assertThat(high).isLessThan(82);
  }

  // Oracle: the formula worked out by hand for the values 1, 0 with α = .05, horizon 2: both bets
  // are .5, ψ-terms .25·(ln 2 − .5) and .5625·(ln 2 − .5).
  @Test
  void the_bound_of_two_values_is_as_computed_by_hand() {
    double spent = Math.log(20) + (0.25 + 0.5625) * (Math.log(2) - 0.5);
    double[] values = {1, 0};
    assertThat((0.5 - spent) / 1).isNegative();
    assertThat(EmpiricalBernsteinBound.lower(i -> values[i], 2, 0.05, 2)).isZero();
    double[] ones = new double[100];
    java.util.Arrays.fill(ones, 1);
    double bets = 0;
    double cost = Math.log(20);
    double mean = 0.5;
    double squares = 0.25;
    for (int i = 0; i < 100; i++) {
      double bet = Math.min(0.5, Math.sqrt(2 * Math.log(20) / (100 * squares / (i + 1))));
      cost += (1 - mean) * (1 - mean) * (-Math.log(1 - bet) - bet);
      bets += bet;
      mean = (0.5 + i + 1) / (i + 2);
      squares += (1 - mean) * (1 - mean);
    }
    assertThat(EmpiricalBernsteinBound.lower(i -> ones[i], 100, 0.05, 100))
        .isCloseTo(1 - cost / bets, within(1e-12));
  }

  @Test
  void it_is_wider_than_betting_but_not_twice_as_wide_at_its_horizon() {
    Draws draws = new Draws(4);
    double[] values = BettingBoundTest.Scores.BETA_8_2.values(draws, 1_000);
    double betting = 0.8 - BettingBound.lower(i -> values[i], 1_000, 0.001, 1_000);
    double bernstein = 0.8 - EmpiricalBernsteinBound.lower(i -> values[i], 1_000, 0.001, 1_000);
    assertThat(bernstein).isGreaterThan(betting).isLessThan(2 * betting);
  }

  @Test
  void nothing_seen_bounds_nothing_and_bad_input_is_named() {
    assertThat(EmpiricalBernsteinBound.lower(i -> 1, 0, 0.05, 100)).isZero();
    assertThat(EmpiricalBernsteinBound.upper(i -> 0, 0, 0.05, 100)).isEqualTo(1);
    assertThatThrownBy(() -> EmpiricalBernsteinBound.lower(i -> Double.NaN, 1, 0.05, 100))
        .hasMessageContaining("value 0 of a bound");
    assertThatThrownBy(() -> EmpiricalBernsteinBound.lower(i -> 1, 1, 0.6, 100))
        .hasMessageContaining("the error probability");
  }
}
