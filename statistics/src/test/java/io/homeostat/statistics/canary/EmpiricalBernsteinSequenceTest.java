package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.Interval;
import org.junit.jupiter.api.Test;

class EmpiricalBernsteinSequenceTest {
  @Test
  void early_intervals_are_cut_at_the_range() {
    EmpiricalBernsteinSequence wide = EmpiricalBernsteinSequence.of(-100, 100, 0.05);
    assertThat(wide.interval()).isEmpty();
    wide.observe(100);
    wide.observe(-100);
    Interval now = wide.interval().orElseThrow();
    assertThat(now.estimate()).isCloseTo(0, within(1e-12));
    assertThat(now.lower()).isEqualTo(-100);
    assertThat(now.upper()).isEqualTo(100);
    assertThat(now.count()).isEqualTo(2);
  }

  // Formula of theorem 2 evaluated independently over x_t = frac(t·.618…), 1,000 values.
  @Test
  void long_intervals_equal_the_formula_evaluated_at_once() {
    int n = 1_000;
    double[] x = new double[n];
    EmpiricalBernsteinSequence sequence = EmpiricalBernsteinSequence.of(0, 1, 0.05);
    for (int t = 0; t < n; t++) {
      x[t] = (t + 1) * 0.6180339887498949 % 1;
      sequence.observe(x[t]);
    }
    double[] mean = new double[n + 1];
    mean[0] = 0.5;
    double sum = 0.5;
    for (int t = 1; t <= n; t++) {
      sum += x[t - 1];
      mean[t] = sum / (t + 1);
    }
    double weights = 0;
    double weighted = 0;
    double radius = Math.log(40);
    for (int t = 1; t <= n; t++) {
      double squares = 0.25;
      for (int i = 1; i < t; i++) {
        squares += Math.pow(x[i - 1] - mean[i], 2);
      }
      double bet = Math.sqrt(2 * Math.log(40) / (squares / t * t * Math.log(t + 1.0)));
      bet = Math.min(bet, 0.5);
      weights += bet;
      weighted += bet * x[t - 1];
      radius += Math.pow(x[t - 1] - mean[t - 1], 2) * (-Math.log1p(-bet) - bet);
    }
    Interval now = sequence.interval().orElseThrow();
    assertThat(now.estimate()).isCloseTo(weighted / weights, within(1e-12));
    assertThat(now.lower()).isCloseTo((weighted - radius) / weights, within(1e-12));
    assertThat(now.upper()).isCloseTo((weighted + radius) / weights, within(1e-12));
    assertThat(now.upper() - now.lower()).isLessThan(0.14);
  }

  @Test
  void from_the_first_value_on_it_covers_at_all_times_at_once() {
    Draws draws = new Draws(63);
    int missed = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      EmpiricalBernsteinSequence sequence = EmpiricalBernsteinSequence.of(-1, 1, 0.05);
      boolean covered = true;
      for (int t = 0; t < 1_000 && covered; t++) {
        sequence.observe(draws.binary(0.9) - draws.binary(0.95));
        Interval now = sequence.interval().orElseThrow();
        covered = now.lower() <= -0.05 && -0.05 <= now.upper();
      }
      missed += covered ? 0 : 1;
    }
    // At most 20; z = 4.5.
    assertThat(missed).isLessThan(40);
  }

  @Test
  void less_variance_gives_a_narrower_interval() {
    assertThat(width(0.01)).isLessThan(width(1) / 2);
  }

  private static double width(double spread) {
    Draws draws = new Draws(64);
    EmpiricalBernsteinSequence sequence = EmpiricalBernsteinSequence.of(0, 1, 0.05);
    for (int t = 0; t < 2_000; t++) {
      sequence.observe(0.5 + spread * (draws.uniform() - 0.5));
    }
    Interval now = sequence.interval().orElseThrow();
    return now.upper() - now.lower();
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    EmpiricalBernsteinSequence straight = EmpiricalBernsteinSequence.of(-1, 1, 0.05);
    EmpiricalBernsteinSequence saved = EmpiricalBernsteinSequence.fromBytes(straight.toBytes());
    assertThat(saved.interval()).isEmpty();
    Draws draws = new Draws(65);
    for (int t = 0; t < 200; t++) {
      double difference = draws.uniform() - draws.uniform();
      straight.observe(difference);
      saved.observe(difference);
      saved = EmpiricalBernsteinSequence.fromBytes(saved.toBytes());
      assertThat(saved.interval()).isEqualTo(straight.interval());
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSize(74);
  }

  @Test
  void bad_input_is_named() {
    EmpiricalBernsteinSequence sequence = EmpiricalBernsteinSequence.of(-1, 1, 0.05);
    assertThatThrownBy(() -> sequence.observe(Double.NaN))
        .hasMessage("a value must lie in [-1.0, 1.0] but is NaN");
    assertThatThrownBy(() -> EmpiricalBernsteinSequence.of(1, 1, 0.05))
        .hasMessageContaining("the highest value");
    assertThatThrownBy(() -> EmpiricalBernsteinSequence.of(0, 1, 0))
        .hasMessageContaining("the error probability of a sequence");
  }
}
