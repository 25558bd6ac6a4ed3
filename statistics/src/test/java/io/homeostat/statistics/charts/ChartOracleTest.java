package io.homeostat.statistics.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartOracleTest {
  // Oracle: Montgomery, Introduction to Statistical Quality Control, appendix VI.
  @ParameterizedTest
  @CsvSource({
    "5,.939986,1.427299,0,2.088998",
    "10,.972659,.975350,.283706,1.716294",
    "25,.989640,.606281,.564786,1.435214"
  })
  void subgroup_factors_equal_the_tables(int n, double c4, double a3, double b3, double b4) {
    SubgroupConstants constants = new SubgroupConstants(n);
    assertThat(constants.c4()).isCloseTo(c4, within(5e-7));
    assertThat(constants.a3()).isCloseTo(a3, within(5e-7));
    assertThat(constants.b3()).isCloseTo(b3, within(5e-7));
    assertThat(constants.b4()).isCloseTo(b4, within(5e-7));
  }

  // Oracle: Q by Student's t and the normal quantile, evaluated independently.
  @Test
  void q_equals_the_oracle() {
    double[] values = {.82, .79, .85, .77, .81, .83, .80, .78, .84, .70, .69, .71};
    double[] q = {
      .96742157,
      -1.06757052,
      .05884144,
      .60663481,
      -.3571611,
      -.97479516,
      1.09830615,
      -2.79694225,
      -2.05415118,
      -1.33859163
    };
    SelfStartingChart chart = SelfStartingChart.of(3);
    for (int i = 0; i < values.length; i++) {
      chart.observe(values[i]);
      if (i < 2) {
        assertThat(chart.decide()).isEqualTo(new ChartDecision.NotEnoughData(i + 1, 3));
      } else {
        assertThat(chart.statistic()).isCloseTo(q[i - 2], within(5e-9));
      }
    }
  }

  // Oracle: Montgomery, table 9.2: CUSUM of 30 values around 10, k .5, h 5, signals at value 29.
  @Test
  void a_cusum_signals_where_montgomery_says() {
    double[] values = {
      9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40,
      10.08, 9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62,
      11.31, 10.52
    };
    CusumChart chart = CusumChart.of(new ChartBaseline(10, 1), 0.5, 5);
    int first = 0;
    for (int t = 1; t <= values.length && first == 0; t++) {
      chart.observe(values[t - 1]);
      first = chart.signals() ? t : 0;
    }
    assertThat(first).isEqualTo(29);
    assertThat(chart.decide())
        .isInstanceOfSatisfying(
            ChartDecision.Signal.class,
            signal -> {
              assertThat(signal.side()).isEqualTo(ChartDecision.Side.UPPER);
              assertThat(signal.statistic()).isCloseTo(5.28, within(1e-9));
            });
  }

  @Test
  void a_subgroup_chart_judges_mean_and_spread() {
    SubgroupChart chart = SubgroupChart.of(2, 0, 1);
    observe(chart, 3.5, 2);
    assertThat(chart.decide())
        .isEqualTo(
            new ChartDecision.Signal(
                ChartRule.LIMIT, ChartDecision.Side.UPPER, 2.75, chartLimit(2)));
    chart.restart();
    observe(chart, 3, -3);
    assertThat(chart.decide())
        .isInstanceOfSatisfying(
            ChartDecision.Signal.class,
            signal -> assertThat(signal.rule()).isEqualTo(ChartRule.SPREAD_LIMIT));
  }

  private static double chartLimit(int n) {
    return new SubgroupConstants(n).a3();
  }

  private static void observe(ControlChart chart, double... values) {
    for (double value : values) {
      chart.observe(value);
    }
  }
}
