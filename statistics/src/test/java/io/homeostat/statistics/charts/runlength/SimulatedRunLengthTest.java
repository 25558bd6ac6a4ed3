package io.homeostat.statistics.charts.runlength;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.charts.ChartRule;
import io.homeostat.statistics.charts.ControlChart;
import io.homeostat.statistics.charts.CusumChart;
import io.homeostat.statistics.charts.EwmaChart;
import io.homeostat.statistics.charts.RankCusumChart;
import io.homeostat.statistics.charts.RunRulesChart;
import io.homeostat.statistics.distribution.BetaScores;
import io.homeostat.statistics.distribution.NormalScores;
import io.homeostat.statistics.distribution.ScoreDistribution;
import io.homeostat.statistics.distribution.ScoreSource;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Charts by simulation, against their exact run lengths and the figures of the project's facts. */
class SimulatedRunLengthTest {
  private static final double Z = 4.5;
  private static final ChartBaseline STANDARD = ChartBaseline.STANDARD;

  private static SimulatedRunLength simulate(
      long runs, ScoreDistribution scores, double correlation, Supplier<ControlChart> charts) {
    ScoreSource source = new ScoreSource(scores, correlation, new SplittableRandom(11));
    return SimulatedRunLength.of(
        runs,
        1_000_000,
        () -> {
          ControlChart chart = charts.get();
          source.restart();
          return () -> {
            chart.observe(source.next());
            return chart.signals();
          };
        },
        share -> {});
  }

  private static void assertAgrees(SimulatedRunLength simulated, double expected) {
    assertThat(simulated.unfinished()).isZero();
    assertThat(simulated.mean()).isCloseTo(expected, within(Z * simulated.standardError()));
  }

  @Test
  void charts_run_as_long_as_their_exact_run_lengths() {
    NormalScores shifted = new NormalScores(0.5, 1);
    assertAgrees(
        simulate(
            4_000,
            shifted,
            0,
            () -> RunRulesChart.of(STANDARD, ChartRule.nelson(1, 2, 5, 6, 7, 8), 3)),
        RulesRunLength.of(ChartRule.nelson(1, 2, 5, 6, 7, 8), 3).of(shifted));
    assertAgrees(
        simulate(4_000, shifted, 0, () -> EwmaChart.timeVarying(STANDARD, 0.1, 2.814)),
        new EwmaRunLength(0.1, 2.814, true).of(shifted));
    assertAgrees(
        simulate(4_000, shifted, 0, () -> CusumChart.withHeadStart(STANDARD, 0.5, 4, 0.5)),
        new CusumRunLength(0.5, 4, 0.5).of(shifted));
  }

  @Test
  void rules_on_beta_scores_run_as_long_as_their_exact_run_length() {
    BetaScores scores = new BetaScores(8, 2);
    ChartBaseline known = new ChartBaseline(scores.mean(), scores.deviation());
    assertAgrees(
        simulate(
            2_000,
            scores,
            0,
            () -> RunRulesChart.of(known, ChartRule.westernElectric(1, 2, 3, 4), 3)),
        RulesRunLength.of(ChartRule.westernElectric(1, 2, 3, 4), 3).ofScores(scores, known));
  }

  // Oracle: facts of the project (simulated), φ = .3 takes 465 to 98 and 500 to 118.
  @Test
  void autocorrelation_of_three_tenths_multiplies_false_alarms() {
    NormalScores scores = NormalScores.STANDARD;
    SimulatedRunLength cusum = simulate(3_000, scores, 0.3, () -> CusumChart.of(STANDARD, 0.5, 5));
    SimulatedRunLength ewma =
        simulate(3_000, scores, 0.3, () -> EwmaChart.fixed(STANDARD, 0.1, 2.814));
    assertThat(cusum.mean()).isCloseTo(98, within(Z * cusum.standardError() + 0.5));
    assertThat(ewma.mean()).isCloseTo(118, within(Z * ewma.standardError() + 0.5));
  }

  // Oracle: facts of the project (simulated): 379 for normal, 371 for Beta(8,2) scores.
  @Test
  void the_rank_chart_has_one_run_length_for_all_scores() {
    SimulatedRunLength normal =
        simulate(1_500, NormalScores.STANDARD, 0, () -> RankCusumChart.of(0.25, 8, 2_000));
    SimulatedRunLength beta =
        simulate(1_500, new BetaScores(8, 2), 0, () -> RankCusumChart.of(0.25, 8, 2_000));
    assertThat(normal.mean()).isCloseTo(375, within(Z * normal.standardError()));
    assertThat(beta.mean()).isCloseTo(375, within(Z * beta.standardError()));
  }

  @Test
  void a_run_without_signal_is_counted_as_unfinished() {
    SimulatedRunLength none = SimulatedRunLength.of(10, 7, () -> () -> false, share -> {});
    assertThat(none).isEqualTo(new SimulatedRunLength(7, 0, 10, 10));
  }
}
