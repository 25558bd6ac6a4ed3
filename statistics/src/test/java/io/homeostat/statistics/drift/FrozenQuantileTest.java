package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.drift.ShiftDecision.Monitored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenQuantileTest {
  private static FrozenQuantile of(double level, double... baseline) {
    return (FrozenQuantile) FrozenQuantile.of(baseline, level);
  }

  private static double[] latencies(Draws draws, int count, boolean tied) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      double value = Math.exp(draws.normal());
      values[i] = tied ? Math.ceil(2 * value) : value;
    }
    return values;
  }

  @Test
  void the_threshold_is_the_order_statistic() {
    FrozenQuantile median = of(0.5, 9, 1, 7, 3, 5);
    assertThat(median).isEqualTo(new FrozenQuantile(5, 3, 5));
    assertThat(median.signal(5)).isEqualTo(1);
    assertThat(median.signal(5.001)).isZero();
    assertThat(of(0.95, latencies(new Draws(1), 100, false)).rank()).isEqualTo(95);
  }

  // Oracle: the largest of n has P(F(q) ≤ p) = p^n, so its 5 % quantile is .05^(1/n) (Wilks 1941).
  @Test
  void the_bound_of_the_largest_value_is_the_one_of_wilks() {
    assertThat(new FrozenQuantile(1, 59, 59).lowerBound(0.05))
        .isCloseTo(Math.pow(0.05, 1 / 59.0), within(1e-10))
        .isGreaterThan(0.95);
    assertThat(new FrozenQuantile(1, 58, 58).lowerBound(0.05)).isLessThan(0.95);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_bound_lies_above_the_true_share_as_rarely_as_promised(boolean tied) {
    Draws draws = new Draws(71);
    int runs = 2_000;
    int above = 0;
    double[] future = latencies(draws, 100_000, tied);
    java.util.Arrays.sort(future);
    for (int run = 0; run < runs; run++) {
      FrozenQuantile frozen = of(0.9, latencies(draws, 100, tied));
      int below = java.util.Arrays.binarySearch(future, Math.nextUp(frozen.threshold()));
      double share = (below < 0 ? -below - 1 : below) / 100_000.0;
      above += frozen.lowerBound(0.05) > share ? 1 : 0;
    }
    assertThat(above).isLessThan(100 + (int) (4.5 * Math.sqrt(95)) + 10);
  }

  @Test
  void slower_answers_are_found() {
    Draws draws = new Draws(72);
    FrozenQuantile frozen = of(0.9, latencies(draws, 500, false));
    MeanShiftESr detector = frozen.detector(0.001, 0.05);
    for (int t = 1; t <= 150; t++) {
      detector.observe(frozen.signal(3 * Math.exp(draws.normal())), t);
    }
    assertThat(((Monitored) detector.decide(1e5)).evidence().alarm()).isTrue();
  }

  @Test
  void a_small_baseline_is_not_enough_and_a_loose_bound_is_not_monitorable() {
    assertThat(FrozenQuantile.of(new double[19], 0.95))
        .isEqualTo(new ExceedanceSignal.NotEnoughData(19, 20));
    assertThat(of(0.5, 1, 2).detector(1e-4, 0.05).decide(2))
        .isInstanceOf(ShiftDecision.NotMonitorable.class);
  }

  @Test
  void what_is_saved_is_read_and_bad_input_is_named() {
    FrozenQuantile frozen = new FrozenQuantile(812.5, 95, 100);
    assertThat(FrozenQuantile.fromBytes(frozen.toBytes())).isEqualTo(frozen);
    assertThat(frozen.toBytes()).hasSize(18);
    assertThatThrownBy(() -> of(0.5, 1, Double.NaN))
        .hasMessageContaining("a value of the baseline");
    assertThatThrownBy(() -> of(1, 1, 2)).hasMessageContaining("the level of a quantile");
    assertThatThrownBy(() -> frozen.signal(Double.NaN)).hasMessageContaining("a value");
  }
}
