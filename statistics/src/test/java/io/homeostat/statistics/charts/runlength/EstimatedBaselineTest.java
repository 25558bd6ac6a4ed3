package io.homeostat.statistics.charts.runlength;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.distribution.NormalScores;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatedBaselineTest {
  private static final double COVERAGE = 0.9;
  private static final double ARL = 370;
  private static final NormalScores SCORES = NormalScores.STANDARD;

  // Oracle: Student's t quantile, facts of the project.
  @Test
  void a_prediction_limit_for_100_values_is_3_0929() {
    assertThat(new EstimatedBaseline(100).predictionLimit(0.0027)).isCloseTo(3.0929, within(5e-5));
  }

  // Oracle: facts of the project, P(ARL ≥ 370) = .9 over the baselines.
  @ParameterizedTest
  @CsvSource({"100,3.324", "500,3.131"})
  void guaranteed_limits_of_shewhart_equal_the_table(int n, double limit) {
    assertThat(new EstimatedBaseline(n).guaranteedLimit(COVERAGE, ARL, ShewhartRunLength::new))
        .isCloseTo(limit, within(5e-4));
  }

  // Oracle: facts of the project; those figures scatter by up to .0023 around the integral.
  @ParameterizedTest
  @CsvSource({"100,.05,3.225", "500,.05,2.692", "500,.1,2.868", "500,.2,3.010"})
  void guaranteed_limits_of_ewma_equal_the_table(int n, double lambda, double limit) {
    assertThat(
            new EstimatedBaseline(n)
                .guaranteedLimit(COVERAGE, ARL, l -> new EwmaRunLength(lambda, l, false)))
        .isCloseTo(limit, within(0.0025));
  }

  // Oracle: facts of the project, which say 6.224 and 5.236; the integral says 6.232 and 5.233.
  @ParameterizedTest
  @CsvSource({"100,6.224", "500,5.236"})
  void guaranteed_limits_of_cusum_equal_the_table(int n, double limit) {
    assertThat(
            new EstimatedBaseline(n)
                .guaranteedLimit(COVERAGE, ARL, h -> new CusumRunLength(0.5, h)))
        .isCloseTo(limit, within(0.0085));
  }

  @Test
  void nine_of_ten_drawn_baselines_have_the_guaranteed_run_length() {
    int n = 50;
    ExactRunLength chart =
        new CusumRunLength(
            0.5,
            new EstimatedBaseline(n)
                .guaranteedLimit(COVERAGE, 200, h -> new CusumRunLength(0.5, h)));
    SplittableRandom random = new SplittableRandom(17);
    int draws = 3_000;
    int kept = 0;
    for (int i = 0; i < draws; i++) {
      double[] values = random.doubles(n).map(u -> random.nextGaussian()).toArray();
      kept += chart.of(SCORES, ChartBaseline.of(values)) >= 200 ? 1 : 0;
    }
    assertThat(kept / (double) draws).isCloseTo(COVERAGE, within(4.5 * Math.sqrt(0.09 / draws)));
  }

  // Oracle: facts of the project, 1.3 times for Shewhart and up to 1.9 times for EWMA.
  @Test
  void limits_from_100_values_alarm_1_3_to_1_9_times_as_often() {
    EstimatedBaseline baseline = new EstimatedBaseline(100);
    ShewhartRunLength shewhart = new ShewhartRunLength(3);
    EwmaRunLength ewma = new EwmaRunLength(0.05, 2.492, false);
    assertThat(baseline.alarmRate(shewhart, SCORES) * shewhart.of(SCORES))
        .isCloseTo(1.3, within(0.05));
    assertThat(baseline.alarmRate(ewma, SCORES) * ewma.of(SCORES)).isBetween(1.7, 1.9);
  }

  @Test
  void a_long_baseline_is_as_good_as_a_known_one() {
    EstimatedBaseline baseline = new EstimatedBaseline(1_000_000);
    ShewhartRunLength shewhart = new ShewhartRunLength(3);
    assertThat(baseline.average(shewhart, SCORES)).isCloseTo(370.40, within(0.05));
    assertThatThrownBy(() -> new EstimatedBaseline(4)).hasMessageContaining("baseline values");
  }
}
