package io.homeostat.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PoissonBootstrapTest {
  @Test
  void the_interval_has_the_width_of_the_normal_one_for_many_values() {
    PoissonBootstrap bootstrap = new PoissonBootstrap(1, 4000, new SplittableRandom(5));
    for (int i = 0; i < 4000; i++) {
      bootstrap.observe(i % 5 / 4.0);
    }
    Interval interval = bootstrap.mean(0, 0.95);
    double standardError = Math.sqrt(0.125 / 4000);
    assertThat(interval.estimate()).isCloseTo(0.5, within(1e-12));
    assertThat(interval.count()).isEqualTo(4000);
    assertThat(interval.lower())
        .isCloseTo(0.5 - 1.96 * standardError, within(0.15 * standardError));
    assertThat(interval.upper())
        .isCloseTo(0.5 + 1.96 * standardError, within(0.15 * standardError));
  }

  @Test
  void it_covers_the_true_mean_as_often_as_it_says() {
    Draws draws = new Draws(6);
    int runs = 400;
    int covered = 0;
    for (int run = 0; run < runs; run++) {
      PoissonBootstrap bootstrap = new PoissonBootstrap(1, 200, new SplittableRandom(run));
      for (int i = 0; i < 100; i++) {
        bootstrap.observe(draws.uniform() < 0.3 ? 1 : 0);
      }
      Interval interval = bootstrap.mean(0, 0.9);
      covered += interval.lower() <= 0.3 && 0.3 <= interval.upper() ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(0.9 - 4.5 * 0.015 - 0.01, 0.9 + 4.5 * 0.015);
  }

  @Test
  void values_observed_together_are_drawn_together() {
    PoissonBootstrap bootstrap = new PoissonBootstrap(2, 500, new SplittableRandom(7));
    for (int i = 0; i < 50; i++) {
      bootstrap.observe(i, 2.0 * i);
    }
    assertThat(bootstrap.mean(1, 0.95).lower())
        .isCloseTo(2 * bootstrap.mean(0, 0.95).lower(), within(1e-9));
  }

  @Test
  void one_value_or_equal_values_have_no_spread() {
    PoissonBootstrap bootstrap = new PoissonBootstrap(1, 100, new SplittableRandom(8));
    assertThatIllegalStateException().isThrownBy(() -> bootstrap.mean(0, 0.95));
    bootstrap.observe(0.25);
    assertThat(bootstrap.mean(0, 0.95)).isEqualTo(new Interval(0.25, 0.25, 0.25, 1));
  }

  @Test
  void nonsense_is_rejected() {
    PoissonBootstrap bootstrap = new PoissonBootstrap(1, 100, new SplittableRandom(9));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bootstrap.observe(Double.NaN))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException().isThrownBy(() -> bootstrap.observe(1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PoissonBootstrap(1, 3, new SplittableRandom(1)))
        .withMessageContaining("replicates");
  }
}
