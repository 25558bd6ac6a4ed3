package io.homeostat.statistics.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.paired.FixedHorizonTest.Looked;
import io.homeostat.statistics.paired.FixedHorizonTest.NotYet;
import org.junit.jupiter.api.Test;

class FixedHorizonTestTest {
  // Student 1908 (R: t.test(sleep, paired)): t = 4.0621, two-sided p = .00283; scaled by 1/10.
  @Test
  void the_p_value_equals_that_of_the_sleep_data() {
    double[] gains = {1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4};
    FixedHorizonTest test = FixedHorizonTest.planned(10, 0);
    for (double gain : gains) {
      assertThat(test.decide(0.05)).isInstanceOf(NotYet.class);
      test.observe(gain / 10);
    }
    Looked looked = (Looked) test.decide(0.05);
    assertThat(looked.rejected()).isTrue();
    assertThat(looked.mean()).isCloseTo(0.158, within(1e-12));
    assertThat(looked.pValue()).isCloseTo(0.002832890 / 2, within(1e-8));
  }

  @Test
  void before_the_planned_number_it_says_how_many_are_missing() {
    FixedHorizonTest test = FixedHorizonTest.planned(100, -0.02);
    test.observe(1);
    assertThat(test.decide(0.05)).isEqualTo(new NotYet(1, 100));
  }

  // Rule of three: 60 of 60 without a difference leave up to 1 − .05^(1/60) = .0487.
  @Test
  void differences_that_are_all_alike_do_not_prove_equality() {
    assertThat(sixtyWithout(-0.048).rejected()).isFalse();
    assertThat(sixtyWithout(-0.049).rejected()).isTrue();
    assertThat(sixtyWithout(0.1).pValue()).isEqualTo(1);
  }

  private static Looked sixtyWithout(double hurdle) {
    FixedHorizonTest test = FixedHorizonTest.planned(60, hurdle);
    for (int i = 0; i < 60; i++) {
      test.observe(0);
    }
    return (Looked) test.decide(0.05);
  }

  // Published: 6.18·share/margin² at α = .05, power .8; .04 → 619 at .02, 99 at .05.
  @Test
  void differences_needed_equal_the_published_numbers() {
    assertThat(FixedHorizonTest.differencesNeeded(0.2, 0.02, 0.05, 0.8)).isEqualTo(619);
    assertThat(FixedHorizonTest.differencesNeeded(0.2, 0.05, 0.05, 0.8)).isEqualTo(99);
    double factor = FixedHorizonTest.differencesNeeded(1, 0.001, 0.05, 0.8) * 1e-6;
    assertThat(factor).isCloseTo(6.18, within(0.005));
  }

  @Test
  void the_planned_number_has_the_planned_power_and_error_rate() {
    Draws draws = new Draws(123);
    double deviation = Math.sqrt(2) * 0.1206;
    int planned = FixedHorizonTest.differencesNeeded(deviation, 0.05, 0.05, 0.8);
    int runs = 2_000;
    int right = 0;
    int wrong = 0;
    for (int run = 0; run < runs; run++) {
      FixedHorizonTest equal = FixedHorizonTest.planned(planned, -0.05);
      FixedHorizonTest atMargin = FixedHorizonTest.planned(planned, -0.05);
      for (int i = 0; i < planned; i++) {
        equal.observe(draws.beta(8, 2) - draws.beta(8, 2));
        atMargin.observe(draws.beta(7.5, 2.5) - draws.beta(8, 2));
      }
      right += ((Looked) equal.decide(0.05)).rejected() ? 1 : 0;
      wrong += ((Looked) atMargin.decide(0.05)).rejected() ? 1 : 0;
    }
    // 1,600 and 100; z = 4.5, a little more for the normal approximation of the power.
    assertThat(right).isBetween(1_490, 1_700);
    assertThat(wrong).isBetween(56, 144);
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    FixedHorizonTest straight = FixedHorizonTest.planned(50, 0.1);
    FixedHorizonTest saved = FixedHorizonTest.planned(50, 0.1);
    Draws draws = new Draws(124);
    for (int t = 0; t < 50; t++) {
      double difference = draws.uniform() - draws.uniform();
      straight.observe(difference);
      saved.observe(difference);
      saved = FixedHorizonTest.fromBytes(saved.toBytes());
    }
    assertThat(saved.decide(0.05)).isEqualTo(straight.decide(0.05));
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSize(38);
  }

  @Test
  void bad_input_is_named() {
    FixedHorizonTest test = FixedHorizonTest.planned(2, 0);
    assertThatThrownBy(() -> test.observe(1.1)).hasMessageContaining("a difference must lie");
    test.observe(0);
    test.observe(0);
    assertThatThrownBy(() -> test.observe(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was planned for 2 differences");
    assertThatThrownBy(() -> FixedHorizonTest.planned(1, 0))
        .hasMessageContaining("the planned differences");
    assertThatThrownBy(() -> FixedHorizonTest.planned(10, 1)).hasMessageContaining("the hurdle");
    assertThatThrownBy(() -> FixedHorizonTest.differencesNeeded(1, 1e-9, 0.05, 0.8))
        .hasMessageContaining("the number of differences needed");
  }
}
