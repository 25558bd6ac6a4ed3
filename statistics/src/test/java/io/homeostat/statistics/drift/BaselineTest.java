package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineTest {
  @Test
  void mean_and_deviation_are_those_of_the_values() {
    Baseline baseline = Baseline.start(100, 0);
    for (double value : new double[] {0, 0.25, 0.5, 0.75, 1}) {
      assertThat(baseline.observe(value, 1)).isTrue();
    }
    assertThat(baseline.count()).isEqualTo(5);
    assertThat(baseline.mean()).isEqualTo(0.5);
    assertThat(baseline.deviation()).isCloseTo(Math.sqrt(0.625 / 4), within(1e-12));
    assertThat(baseline.value(3)).isEqualTo(0.75);
  }

  @Test
  void an_empty_baseline_has_no_mean_and_bounds_nothing() {
    Baseline baseline = Baseline.start(100, 0);
    assertThat(baseline.mean()).isNaN();
    assertThat(baseline.deviation()).isZero();
    assertThat(baseline.lowerBound(0.01)).isLessThan(1e-9);
  }

  @Test
  void it_freezes_at_its_size_and_never_moves_again() {
    Baseline baseline = Baseline.start(100, 0);
    for (int t = 0; t < 100; t++) {
      assertThat(baseline.frozen()).isFalse();
      baseline.observe(0.8, t);
    }
    assertThat(baseline.frozen()).isTrue();
    byte[] frozen = baseline.toBytes();
    assertThat(baseline.observe(0.1, 101)).isFalse();
    assertThat(baseline.toBytes()).isEqualTo(frozen);
  }

  @Test
  void it_spans_the_time_asked_for_in_bounded_space() {
    Baseline baseline = Baseline.start(500, 86_400);
    for (int second = 0; second <= 86_400; second++) {
      assertThat(baseline.frozen()).isFalse();
      baseline.observe(second / 86_400.0, second);
    }
    assertThat(baseline.frozen()).isTrue();
    assertThat(baseline.count()).isBetween(500, 1_000);
    assertThat(baseline.mean()).isCloseTo(0.5, within(0.01));
    assertThat(baseline.value(0)).isZero();
    assertThat(baseline.toBytes()).hasSizeLessThanOrEqualTo(46 + 4 * 500);
  }

  @Test
  void the_largest_state_is_as_documented() {
    Baseline baseline = Baseline.start(Baseline.MOST_SAMPLES, Long.MAX_VALUE);
    for (int t = 0; t < 10_000; t++) {
      baseline.observe(0.5, t);
      assertThat(baseline.count()).isLessThanOrEqualTo(2 * Baseline.MOST_SAMPLES);
    }
    assertThat(baseline.toBytes()).hasSizeLessThanOrEqualTo(8_046);
  }

  @Test
  void continues_exactly_from_saved_bytes_also_while_thinning() {
    Baseline straight = Baseline.start(50, 5_000);
    Baseline saved = Baseline.start(50, 5_000);
    Draws draws = new Draws(2);
    for (int t = 0; t < 6_000; t++) {
      double value = draws.beta(8, 2);
      assertThat(saved.observe(value, t)).isEqualTo(straight.observe(value, t));
      saved = Baseline.fromBytes(saved.toBytes());
    }
    assertThat(straight.frozen()).isTrue();
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes());
    assertThat(saved.lowerBound(0.01)).isEqualTo(straight.lowerBound(0.01));
  }

  @Test
  void the_bound_tightens_with_values_and_with_the_error_probability() {
    Baseline baseline = Baseline.start(500, 0);
    Draws draws = new Draws(3);
    double previous = 1;
    for (int t = 1; t <= 500; t++) {
      baseline.observe(draws.beta(8, 2), t);
      if (t == 100 || t == 200 || t == 500) {
        double gap = baseline.mean() - baseline.lowerBound(0.001);
        assertThat(gap).isPositive().isLessThan(previous);
        assertThat(baseline.lowerBound(0.05)).isGreaterThan(baseline.lowerBound(0.001));
        previous = gap;
      }
    }
    assertThat(previous).isLessThan(0.025);
  }

  @Test
  void a_condensed_one_knows_what_it_knew_and_its_bounds_are_never_higher() {
    Baseline whole = Baseline.start(500, 0);
    Baseline condensed = Baseline.start(500, 0);
    Draws draws = new Draws(4);
    for (int t = 1; t <= 500; t++) {
      double value = draws.beta(8, 2);
      whole.observe(value, t);
      condensed.condense(0.001);
      condensed.observe(value, t);
    }
    condensed.condense(0.001);
    assertThat(condensed.toBytes()).hasSizeLessThan(200);
    condensed = Baseline.fromBytes(condensed.toBytes());
    assertThat(condensed.count()).isEqualTo(500);
    assertThat(condensed.mean()).isEqualTo(whole.mean());
    assertThat(condensed.deviation()).isEqualTo(whole.deviation());
    assertThat(condensed.observe(0.1, 600)).isFalse();
    assertThat(condensed.lowerBound(0.001)).isCloseTo(whole.lowerBound(0.001), within(2e-5));
    for (double level = 0.01; level > 1e-9; level /= 3) {
      assertThat(condensed.lowerBound(level))
          .isLessThanOrEqualTo(whole.lowerBound(level))
          .isGreaterThanOrEqualTo(whole.lowerBound(level / 4) - 2e-5);
    }
    assertThat(condensed.lowerBound(1e-12)).as("nobody knows any more").isZero();
    assertThat(DetectionDelay.expectedValues(condensed, 0.75, 0.05, 0.1, 1e6, 1))
        .isCloseTo(
            DetectionDelay.expectedValues(whole, 0.75, 0.05, 0.1, 1e6, 1), withinPercentage(1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, -1, 2})
  void a_value_that_is_no_score_is_rejected(double value) {
    Baseline baseline = Baseline.start(100, 0);
    assertThatThrownBy(() -> baseline.observe(value, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a value must lie in [0.0, 1.0]");
    assertThat(baseline.count()).isZero();
  }

  @Test
  void impossible_settings_and_bytes_are_refused() {
    assertThatThrownBy(() -> Baseline.start(2_001, 0)).hasMessageContaining("freezeSamples");
    assertThatThrownBy(() -> Baseline.start(500, -1)).hasMessageContaining("before the freeze");
    byte[] bytes = Baseline.start(100, 0).toBytes();
    bytes[bytes.length - 1] = 7;
    assertThatThrownBy(() -> Baseline.fromBytes(bytes)).hasMessageContaining("damaged");
  }
}
