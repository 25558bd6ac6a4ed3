package io.homeostat.statistics.canary;

import static io.homeostat.statistics.canary.ThresholdTest.Side.BREACH;
import static io.homeostat.statistics.canary.ThresholdTest.Side.CLEAR;
import static io.homeostat.statistics.canary.ThresholdTest.Side.UNDECIDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;

class ThresholdTestTest {
  private static int cleanUnitsToClear(double threshold) {
    ThresholdTest test = ThresholdTest.at(threshold);
    int units = 0;
    while (test.decide(0.05) == UNDECIDED) {
      test.observe(0);
      units++;
    }
    assertThat(test.decide(0.05)).isEqualTo(CLEAR);
    return units;
  }

  // ln 20 / .004 = 748.9: no valid test says "below .004" from fewer than 749 clean units.
  @Test
  void a_low_threshold_is_cleared_by_clean_units_soon_after_the_least_number_possible() {
    assertThat(cleanUnitsToClear(0.004)).isBetween(749, 950);
    assertThat(cleanUnitsToClear(0.05)).isBetween(59, 75);
  }

  @Test
  void a_rate_above_the_threshold_is_a_breach_that_stays() {
    Draws draws = new Draws(66);
    ThresholdTest test = ThresholdTest.at(0.01);
    for (int i = 0; i < 600; i++) {
      test.observe(draws.binary(0.05));
    }
    assertThat(test.decide(0.05)).isEqualTo(BREACH);
    assertThat(test.logBreach()).isGreaterThanOrEqualTo(Math.log(20));
    assertThat(test.logClear()).isLessThan(Math.log(20));
    for (int i = 0; i < 2_000; i++) {
      test.observe(0);
    }
    assertThat(test.decide(0.05)).isEqualTo(BREACH);
    assertThat(test.count()).isEqualTo(2_600);
  }

  @Test
  void at_the_threshold_each_side_is_wrong_in_at_most_alpha_however_often_one_looks() {
    Draws draws = new Draws(67);
    int breached = 0;
    int cleared = 0;
    int runs = 600;
    for (int run = 0; run < runs; run++) {
      ThresholdTest test = ThresholdTest.at(0.05);
      for (int t = 0; t < 1_500; t++) {
        test.observe(draws.binary(0.05));
      }
      breached += test.logBreach() >= Math.log(20) ? 1 : 0;
      cleared += test.logClear() >= Math.log(20) ? 1 : 0;
    }
    // At most 30 each; z = 4.5.
    assertThat(breached).isLessThan(54);
    assertThat(cleared).isLessThan(54);
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    ThresholdTest straight = ThresholdTest.at(0.2);
    ThresholdTest saved = ThresholdTest.at(0.2);
    Draws draws = new Draws(68);
    for (int t = 0; t < 100; t++) {
      double value = draws.uniform();
      straight.observe(value);
      saved.observe(value);
      saved = ThresholdTest.fromBytes(saved.toBytes());
    }
    assertThat(saved.logBreach()).isEqualTo(straight.logBreach());
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSizeLessThan(410);
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> ThresholdTest.at(1)).hasMessageContaining("a threshold must lie");
    ThresholdTest test = ThresholdTest.at(0.1);
    assertThatThrownBy(() -> test.observe(Double.NaN)).hasMessageContaining("a value must lie");
    assertThatThrownBy(() -> test.decide(0)).hasMessageContaining("the error probability");
  }
}
