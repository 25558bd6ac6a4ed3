package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.canary.MetricScale.CappedCost;
import io.homeostat.statistics.canary.MetricScale.Range;
import io.homeostat.statistics.canary.MetricScale.WithinQuantile;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class MetricScaleTest {
  @Test
  void ratings_from_one_to_five_fill_the_unit_interval() {
    Range rating = new Range(1, 5);
    assertThat(rating.value(1)).isZero();
    assertThat(rating.value(4)).isEqualTo(0.75);
    assertThat(rating.measured(-0.25)).isEqualTo(-1);
    assertThat(new Range(100, 0).value(25)).as("lower is better").isEqualTo(0.75);
  }

  @Test
  void the_quantile_is_the_order_statistic_of_the_baseline() {
    double[] baseline = IntStream.rangeClosed(1, 200).mapToDouble(i -> 201 - i).toArray();
    WithinQuantile scale = WithinQuantile.frozenFrom(baseline, 0.95).orElseThrow();
    assertThat(scale.quantile()).isEqualTo(190);
    assertThat(scale.value(190)).isEqualTo(1);
    assertThat(scale.value(190.1)).isZero();
    assertThat(scale.value(Double.POSITIVE_INFINITY)).isZero();
  }

  @Test
  void too_small_a_baseline_has_no_quantile() {
    assertThat(WithinQuantile.frozenFrom(new double[199], 0.95)).isEmpty();
    assertThat(WithinQuantile.frozenFrom(new double[200], 0.95)).isPresent();
    assertThat(WithinQuantile.frozenFrom(new double[0], 0.5)).isEmpty();
  }

  @Test
  void costs_count_up_to_the_cap() {
    CappedCost cost = new CappedCost(0.5);
    assertThat(cost.value(0)).isEqualTo(1);
    assertThat(cost.value(0.1)).isCloseTo(0.8, within(1e-12));
    assertThat(cost.value(7)).isZero();
    assertThat(cost.measured(-0.2)).as("a lower value is a higher cost").isEqualTo(0.1);
  }

  @Property(seed = "61")
  void a_higher_cost_never_has_a_higher_value(
      @ForAll @DoubleRange(max = 1e6) double one, @ForAll @DoubleRange(max = 1e6) double other) {
    CappedCost cost = new CappedCost(1_000);
    assertThat(cost.value(Math.max(one, other)))
        .isLessThanOrEqualTo(cost.value(Math.min(one, other)));
    assertThat(cost.value(one)).isBetween(0.0, 1.0);
  }

  @Test
  void a_tail_that_grows_is_found_through_the_frozen_quantile() {
    Draws draws = new Draws(69);
    double[] baseline = new double[1_000];
    for (int i = 0; i < baseline.length; i++) {
      baseline[i] = latency(draws, 1);
    }
    WithinQuantile scale = WithinQuantile.frozenFrom(baseline, 0.95).orElseThrow();
    LateHarmProcess slower = LateHarmProcess.declare(0, 1);
    LateHarmProcess same = LateHarmProcess.declare(0, 1);
    for (int i = 0; i < 600; i++) {
      double control = scale.value(latency(draws, 1));
      slower.observe(scale.value(latency(draws, 2)) - control);
      same.observe(scale.value(latency(draws, 1)) - control);
    }
    assertThat(slower.logPeak()).isGreaterThan(Math.log(20));
    assertThat(same.logPeak()).isLessThan(Math.log(20));
  }

  /** Log-normal, in seconds. */
  private static double latency(Draws draws, double median) {
    return median * Math.exp(0.8 * draws.normal());
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> new Range(2, 2)).hasMessageContaining("must differ but both are 2.0");
    assertThatThrownBy(() -> new Range(1, 5).value(5.5)).hasMessageContaining("a measure must lie");
    assertThatThrownBy(() -> new CappedCost(0)).hasMessageContaining("the cap of a cost");
    assertThatThrownBy(() -> new CappedCost(1).value(-1)).hasMessageContaining("at least 0");
    assertThatThrownBy(() -> new CappedCost(1).value(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new WithinQuantile(1).value(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new WithinQuantile(Double.NaN)).hasMessageContaining("a quantile");
    assertThatThrownBy(() -> WithinQuantile.frozenFrom(new double[20], 1))
        .hasMessageContaining("the share of a quantile");
  }
}
