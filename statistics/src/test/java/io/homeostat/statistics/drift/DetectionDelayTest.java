package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionDelayTest {
  private static final double LIMIT = 1e6;

  private static Baseline baseline() {
    Baseline baseline = Baseline.start(500, 0);
    Draws draws = new Draws(8);
    for (int t = 1; t <= 500; t++) {
      baseline.observe(draws.beta(8, 2), t);
    }
    return baseline;
  }

  @ParameterizedTest
  @CsvSource({"0.1", "0.2", "0.4", "0.8"})
  void the_expected_delay_is_what_a_simulation_needs(double drop) {
    Baseline baseline = baseline();
    double reference = baseline.lowerBound(0.001) - 0.025;
    double expected = DetectionDelay.expectedValues(baseline, reference, 0.05, drop, LIMIT);
    Draws draws = new Draws(21);
    double total = 0;
    int runs = 300;
    for (int run = 0; run < runs; run++) {
      MixtureESr detector = MixtureESr.forDrop(reference, baseline.deviation(), 0.05);
      int t = 0;
      while (!detector.decide(LIMIT).alarm()) {
        double value = baseline.value((int) (draws.uniform() * 500));
        detector.observe(draws.chance(drop / baseline.mean()) ? 0 : value, ++t);
      }
      total += t;
    }
    assertThat(total / runs).isCloseTo(expected, within(1 + 0.2 * expected));
  }

  @Test
  void larger_drops_are_found_sooner_and_those_within_the_bound_never() {
    Baseline baseline = baseline();
    double reference = baseline.lowerBound(0.001) - 0.025;
    double previous = Double.POSITIVE_INFINITY;
    for (double drop : new double[] {0.08, 0.1, 0.2, 0.5, 0.8}) {
      double delay = DetectionDelay.expectedValues(baseline, reference, 0.05, drop, LIMIT);
      assertThat(delay).isLessThan(previous);
      previous = delay;
    }
    assertThat(DetectionDelay.expectedValues(baseline, reference, 0.05, 0.02, LIMIT))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void the_smallest_detectable_drop_shrinks_with_the_baseline() {
    // Normal theory with z = 3.4 and tolerance .02 would say .10, .055 and .037 for sd .23; a bound
    // that holds for any distribution at all times costs a little more.
    assertThat(smallest(100)).isCloseTo(0.114, within(0.02));
    assertThat(smallest(500)).isCloseTo(0.063, within(0.01));
    assertThat(smallest(2_000)).isCloseTo(0.041, within(0.005));
  }

  private static double smallest(int samples) {
    return DetectionDelay.smallestDetectableDrop(
        samples, Math.max(500, samples), 0.7, 0.23, 3.8e-4, 0.04);
  }

  @Test
  void it_is_never_more_than_the_mean() {
    assertThat(DetectionDelay.smallestDetectableDrop(10, 500, 0.1, 0.3, 1e-4, 0.05)).isEqualTo(0.1);
  }

  @Test
  void bad_input_is_named() {
    Baseline baseline = baseline();
    assertThatThrownBy(() -> DetectionDelay.expectedValues(baseline, 0.7, 0.05, 0, LIMIT))
        .hasMessageContaining("a drop must lie in");
    assertThatThrownBy(() -> DetectionDelay.expectedValues(baseline, 0.7, 0.05, 0.1, 0.5))
        .hasMessageContaining("an alarm limit");
  }
}
