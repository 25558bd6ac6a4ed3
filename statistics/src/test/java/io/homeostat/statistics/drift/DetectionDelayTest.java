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
  @CsvSource({
    "0.07, 1, .25",
    "0.08, 1, .25",
    "0.1, 1, .1",
    "0.2, 1, .1",
    "0.4, 1, .1",
    "0.8, 1, .1",
    "0.1, 4, .1"
  })
  void the_expected_delay_is_what_a_simulation_needs(double drop, int blockSize, double error) {
    Baseline baseline = baseline();
    double reference = baseline.lowerBound(0.001) - 0.025;
    double expected =
        DetectionDelay.expectedValues(baseline, reference, 0.05, drop, LIMIT, blockSize);
    Draws draws = new Draws(21);
    double total = 0;
    int runs = drop < 0.1 ? 60 : 300;
    for (int run = 0; run < runs; run++) {
      MixtureESr detector = MixtureESr.forDrop(reference, baseline.deviation(), 0.05);
      int t = 0;
      while (detector.logEvidence() < Math.log(LIMIT)) {
        double value = baseline.value((int) (draws.uniform() * 500));
        int good = 0;
        for (int i = 0; i < blockSize; i++) {
          good += draws.chance(drop / baseline.mean()) ? 0 : 1;
        }
        detector.observe(value * good / blockSize, ++t);
      }
      total += blockSize * t;
    }
    assertThat(total / runs).isCloseTo(expected, within(0.5 * blockSize + error * expected));
  }

  // Oracle: E[M_N − N] = 0 for the Shiryaev–Roberts statistic with L = 1: M_t = t exactly.
  @Test
  void without_bets_the_statistic_counts_values() {
    assertThat(RunLength.mean(new double[] {0}, new double[] {1}, Math.log(20.5)))
        .isCloseTo(21, within(0.8));
  }

  // Oracle: a sure value 0 gives M_t = L + L² + … + L^t.
  @ParameterizedTest
  @CsvSource({"1.5, 1000", "1.1, 100000", "2.3, 50"})
  void a_sure_drop_takes_the_length_of_a_geometric_sum(double ratio, double limit) {
    double sum = 0;
    int t = 0;
    while (sum < limit) {
      sum = ratio * (sum + 1);
      t++;
    }
    assertThat(RunLength.mean(new double[] {Math.log(ratio)}, new double[] {1}, Math.log(limit)))
        .isCloseTo(t, within(0.8));
  }

  @Test
  void larger_drops_are_found_sooner_and_those_within_the_bound_never() {
    Baseline baseline = baseline();
    double reference = baseline.lowerBound(0.001) - 0.025;
    double previous = Double.POSITIVE_INFINITY;
    for (double drop : new double[] {0.08, 0.1, 0.2, 0.5, 0.8}) {
      double delay = DetectionDelay.expectedValues(baseline, reference, 0.05, drop, LIMIT, 1);
      assertThat(delay).isLessThan(previous);
      previous = delay;
    }
    assertThat(DetectionDelay.expectedValues(baseline, reference, 0.05, 0.02, LIMIT, 1))
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
    assertThatThrownBy(() -> DetectionDelay.expectedValues(baseline, 0.7, 0.05, 0, LIMIT, 1))
        .hasMessageContaining("a drop must lie in");
    assertThatThrownBy(() -> DetectionDelay.expectedValues(baseline, 0.7, 0.05, 0.1, 0.5, 1))
        .hasMessageContaining("an alarm limit");
  }
}
