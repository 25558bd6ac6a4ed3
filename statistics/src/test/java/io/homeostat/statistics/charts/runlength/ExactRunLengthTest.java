package io.homeostat.statistics.charts.runlength;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.charts.ChartRule;
import io.homeostat.statistics.distribution.BetaScores;
import io.homeostat.statistics.distribution.NormalScores;
import io.homeostat.statistics.distribution.ScoreDistribution;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactRunLengthTest {
  private static final Set<ChartRule> WESTERN_ELECTRIC = ChartRule.westernElectric(1, 2, 3, 4);

  private static NormalScores shifted(double shift) {
    return new NormalScores(shift, 1);
  }

  private static void assertPrinted(double value, String printed) {
    int digits = printed.length() - printed.indexOf('.') - 1;
    assertThat(value)
        .isCloseTo(Double.parseDouble(printed), within(0.5001 * Math.pow(10, -digits)));
  }

  // Oracle: Champ and Woodall 1987, table 1.
  @ParameterizedTest
  @CsvSource({"0,370.40,91.75", "0.4,200.08,36.61", "1,43.89,9.22", "2,6.30,3.13", "3,2.00,1.67"})
  void western_electric_rules_equal_champ_and_woodall(double shift, String one, String all) {
    assertPrinted(new ShewhartRunLength(3).of(shifted(shift)), one);
    assertPrinted(RulesRunLength.of(ChartRule.westernElectric(1), 3).of(shifted(shift)), one);
    assertPrinted(RulesRunLength.of(WESTERN_ELECTRIC, 3).of(shifted(shift)), all);
  }

  // Oracle: runs of nine on either side of the median are a fair coin's, 2⁹ − 1.
  @Test
  void nelson_2_alone_takes_511_values() {
    assertThat(RulesRunLength.of(ChartRule.nelson(2), 3).of(shifted(0)))
        .isCloseTo(511, within(1e-6));
  }

  // Oracle: mean waiting time for n in a row of probability p is (p^−n − 1)/(1 − p) (Feller).
  @Test
  void runs_inside_and_outside_zone_c_take_as_long_as_fellers_formula_says() {
    double inside = 0.6826894921370859;
    assertThat(RulesRunLength.of(ChartRule.nelson(7), 3).of(shifted(0)))
        .isCloseTo((Math.pow(inside, -15) - 1) / (1 - inside), within(1e-6));
    assertThat(RulesRunLength.of(ChartRule.nelson(8), 3).of(shifted(0)))
        .isCloseTo((Math.pow(1 - inside, -8) - 1) / inside, within(1e-4));
  }

  // Oracle: Lucas and Saccucci 1990.
  @ParameterizedTest
  @CsvSource({
    ".2,2.962,499.74,41.76,10.54,3.743,2.381",
    ".1,2.814,499.58,31.30,10.33,4.362,2.868",
    ".05,2.492,372.02,26.49,10.75,4.982,3.350"
  })
  void ewma_equals_lucas_and_saccucci(
      double lambda, double limit, String a0, String a05, String a1, String a2, String a3) {
    EwmaRunLength ewma = new EwmaRunLength(lambda, limit, false);
    assertPrinted(ewma.of(shifted(0)), a0);
    assertPrinted(ewma.of(shifted(0.5)), a05);
    assertPrinted(ewma.of(shifted(-1)), a1);
    assertPrinted(ewma.of(shifted(2)), a2);
    assertPrinted(ewma.of(shifted(3)), a3);
  }

  // Oracle: Lucas and Crosier 1982.
  @ParameterizedTest
  @CsvSource({
    ".5,4,167.68,26.63,8.383,3.343",
    ".5,5,465.44,38.00,10.376,4.009",
    ".25,8.01,370.33,28.80,11.41,5.220"
  })
  void cusum_equals_lucas_and_crosier(
      double k, double h, String a0, String a05, String a1, String a2) {
    CusumRunLength cusum = new CusumRunLength(k, h);
    assertPrinted(cusum.of(shifted(0)), a0);
    assertPrinted(cusum.of(shifted(-0.5)), a05);
    assertPrinted(cusum.of(shifted(1)), a1);
    assertPrinted(cusum.of(shifted(2)), a2);
  }

  // Oracle: Lucas and Crosier 1982, FIR with half of h: 430.39 at no shift and 6.35 at 1 for h 5.
  @Test
  void a_head_start_shortens_the_runs_as_lucas_and_crosier_say() {
    CusumRunLength fir = new CusumRunLength(0.5, 5, 0.5);
    assertThat(fir.of(shifted(0))).isCloseTo(430.4, within(0.1));
    assertThat(fir.of(shifted(1))).isCloseTo(6.35, within(0.01));
  }

  @Test
  void an_ewma_of_weight_one_is_a_shewhart_chart() {
    for (boolean timeVarying : new boolean[] {false, true}) {
      assertThat(new EwmaRunLength(1, 3, timeVarying).of(shifted(0.7)))
          .isCloseTo(new ShewhartRunLength(3).of(shifted(0.7)), within(1e-6));
    }
  }

  // Oracle: facts of the project, exact by the distribution function.
  @Test
  void bounded_scores_alarm_far_more_often_than_normal_ones() {
    assertThat(shewhart(new BetaScores(8, 2))).isCloseTo(134, within(0.5));
    assertThat(shewhart(new BetaScores(20, 2))).isCloseTo(86, within(0.5));
    assertThat(westernElectric(new BetaScores(8, 2))).isCloseTo(57.6, within(0.05));
    assertThat(westernElectric(new BetaScores(20, 2))).isCloseTo(47.0, within(0.05));
  }

  private static ChartBaseline known(ScoreDistribution scores) {
    return new ChartBaseline(scores.mean(), scores.deviation());
  }

  private static double shewhart(ScoreDistribution scores) {
    return new ShewhartRunLength(3).ofScores(scores, known(scores));
  }

  private static double westernElectric(ScoreDistribution scores) {
    return RulesRunLength.of(WESTERN_ELECTRIC, 3).ofScores(scores, known(scores));
  }

  @Test
  void rules_about_order_have_no_chain() {
    assertThatThrownBy(() -> RulesRunLength.of(ChartRule.nelson(1, 3), 3))
        .hasMessageContaining("NELSON_3 looks at the order of the values");
  }

  @Test
  void a_limit_is_found_for_a_run_length() {
    double limit =
        LimitSearch.atLeast(
            370.3983473449564, 0.1, 100, l -> new ShewhartRunLength(l).of(shifted(0)));
    assertThat(limit).isCloseTo(3, within(1e-8));
  }
}
