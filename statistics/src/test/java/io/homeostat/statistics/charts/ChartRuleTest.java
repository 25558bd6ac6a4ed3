package io.homeostat.statistics.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ChartRuleTest {
  @Test
  void one_value_beyond_three_sigma_fires_rule_1() {
    assertFires(ChartRule.westernElectric(1), -3.01);
    assertSilent(ChartRule.westernElectric(1), 3, -3, 2.9);
  }

  @Test
  void two_of_three_beyond_two_sigma_fire_rule_2() {
    assertFires(ChartRule.westernElectric(2), 2.1, 0, 2.1);
    assertFires(ChartRule.nelson(5), -2.1, -2.1);
    assertSilent(ChartRule.westernElectric(2), 2.1, 0, 0, 2.1, -2.1, 2, 2);
  }

  @Test
  void four_of_five_beyond_one_sigma_fire_rule_3() {
    assertFires(ChartRule.westernElectric(3), 1.1, 1.1, 0, 1.1, 1.1);
    assertFires(ChartRule.nelson(6), -1.1, -1.1, -1.1, -1.1);
    assertSilent(ChartRule.westernElectric(3), 1.1, 1.1, 0, 1.1, 0, 1.1, 1, 1.1);
  }

  @Test
  void the_centre_line_breaks_a_run_on_one_side() {
    assertFires(ChartRule.westernElectric(4), .1, .1, .1, .1, .1, .1, .1, .1);
    assertSilent(ChartRule.westernElectric(4), .1, .1, .1, .1, .1, .1, .1, 0, .1);
    assertFires(ChartRule.nelson(2), -.1, -.1, -.1, -.1, -.1, -.1, -.1, -.1, -.1);
    assertSilent(ChartRule.nelson(2), -.1, -.1, -.1, -.1, -.1, -.1, -.1, -.1);
  }

  @Test
  void six_values_that_only_rise_or_only_fall_fire_nelson_3() {
    assertFires(ChartRule.nelson(3), -.3, -.2, -.1, 0, .1, .2);
    assertFires(ChartRule.nelson(3), .3, .5, .3, .2, .1, 0, -.1);
    assertSilent(ChartRule.nelson(3), -.3, -.2, -.1, 0, .1, .1, .2);
  }

  @Test
  void fourteen_values_up_and_down_in_turn_fire_nelson_4() {
    assertFires(ChartRule.nelson(4), 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    assertSilent(ChartRule.nelson(4), 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0);
    assertSilent(ChartRule.nelson(4), 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1);
  }

  @Test
  void fifteen_values_in_zone_c_fire_nelson_7() {
    assertFires(ChartRule.nelson(7), 1, -.5, 0, .5, 1, 1, 0, 0, 0, -1, -1, 0, 0, 0, 0);
    assertSilent(ChartRule.nelson(7), 1, -.5, 0, .5, 1, 1, 0, 0, 0, -1, -1, 0, 0, 0, 1.1);
  }

  @Test
  void eight_values_outside_zone_c_fire_nelson_8() {
    assertFires(ChartRule.nelson(8), 1.1, -1.1, 1.1, 2, -2, 1.5, -1.5, 1.1);
    assertSilent(ChartRule.nelson(8), 1.1, -1.1, 1.1, 1, -2, 1.5, -1.5, 1.1);
  }

  @Test
  void a_signal_names_its_rule_side_and_border() {
    RunRulesChart chart =
        RunRulesChart.of(ChartBaseline.STANDARD, ChartRule.westernElectric(1, 2, 3, 4), 3);
    chart.observe(-2.5);
    assertThat(chart.decide()).isEqualTo(new ChartDecision.InControl(-2.5, -3));
    chart.observe(-2.25);
    assertThat(chart.decide())
        .isEqualTo(
            new ChartDecision.Signal(
                ChartRule.WESTERN_ELECTRIC_2, ChartDecision.Side.LOWER, -2.25, -2));
  }

  @Test
  void an_unknown_rule_is_refused() {
    assertThatThrownBy(() -> ChartRule.westernElectric(5)).hasMessageContaining("[1, 4]");
    assertThatThrownBy(() -> RunRulesChart.of(ChartBaseline.STANDARD, Set.of(ChartRule.LIMIT), 3))
        .hasMessage("LIMIT is no run rule");
  }

  /** The last value fires, none before it. */
  private static void assertFires(Set<ChartRule> rules, double... values) {
    assertThat(firedAt(rules, values)).isEqualTo(values.length);
  }

  private static void assertSilent(Set<ChartRule> rules, double... values) {
    assertThat(firedAt(rules, values)).isZero();
  }

  private static int firedAt(Set<ChartRule> rules, double... values) {
    RunRulesChart chart = RunRulesChart.of(ChartBaseline.STANDARD, rules, 3);
    for (int i = 0; i < values.length; i++) {
      chart.observe(values[i]);
      if (chart.signals()) {
        return i + 1;
      }
    }
    return 0;
  }
}
