package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelatedLimitsTest {
  /** Mean run length over an AR(1) series with standard normal values. */
  private static double runLength(double phi, Supplier<DoublePredicate> chart) {
    Draws draws = new Draws(81);
    int runs = 1_500;
    double total = 0;
    for (int run = 0; run < runs; run++) {
      DoublePredicate alarm = chart.get();
      double x = draws.normal();
      int t = 1;
      while (!alarm.test(x)) {
        x = phi * x + Math.sqrt(1 - phi * phi) * draws.normal();
        t++;
      }
      total += t;
    }
    return total / runs;
  }

  private static Supplier<DoublePredicate> ewma(double lambda, double limit) {
    double beyond = limit * Math.sqrt(lambda / (2 - lambda));
    return () -> {
      double[] z = {0};
      return x -> Math.abs(z[0] += lambda * (x - z[0])) > beyond;
    };
  }

  private static Supplier<DoublePredicate> cusum(double k, double h) {
    return () -> {
      double[] c = {0, 0};
      return x -> {
        c[0] = Math.max(0, c[0] + x - k);
        c[1] = Math.max(0, c[1] - x - k);
        return Math.max(c[0], c[1]) > h;
      };
    };
  }

  // Oracle: EWMA(.1, 2.814) has average run length 500 for independent values and 118 at φ = .3.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.5})
  void resized_ewma_limits_bring_the_run_length_back(double phi) {
    double limit = CorrelatedLimits.ewma(2.814, 0.1, phi);
    assertThat(runLength(phi, ewma(0.1, limit))).isBetween(430.0, 800.0);
  }

  // Oracle: CUSUM(.5, 5) has average run length 465 for independent values and 98 at φ = .3.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.5})
  void resized_cusum_limits_bring_the_run_length_back(double phi) {
    double h = CorrelatedLimits.cusum(0.5, 5, phi);
    assertThat(runLength(phi, cusum(0.5, h))).isCloseTo(465, within(116.0));
  }

  @Test
  void without_resizing_both_alarm_four_times_as_often() {
    assertThat(runLength(0.3, ewma(0.1, 2.814))).isCloseTo(118, within(15.0));
    assertThat(runLength(0.3, cusum(0.5, 5))).isCloseTo(98, within(12.0));
  }

  @Test
  void a_shewhart_chart_with_the_deviation_of_the_values_needs_no_resizing() {
    Supplier<DoublePredicate> shewhart = () -> x -> Math.abs(x) > 3;
    assertThat(runLength(0.5, shewhart)).isGreaterThan(350);
  }

  @Test
  void independent_values_keep_their_limits_and_nonsense_is_named() {
    assertThat(CorrelatedLimits.ewma(2.7, 0.2, 0)).isEqualTo(2.7);
    assertThat(CorrelatedLimits.cusum(0.5, 5, 0)).isCloseTo(5, within(1e-9));
    assertThatThrownBy(() -> CorrelatedLimits.ewma(2.7, 0.2, -0.1))
        .hasMessageContaining("phi must lie in [0, 1)");
    assertThatThrownBy(() -> CorrelatedLimits.cusum(0.5, 5, 1)).hasMessageContaining("phi");
    assertThatThrownBy(() -> CorrelatedLimits.cusum(0, 5, 0.1)).hasMessageContaining("k must");
  }
}
