package io.homeostat.statistics.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RankedBaselineTest {
  private static final int BASELINES = 40;
  private static final int RUNS = 40;

  private static double[] drawn(Draws random, ToDoubleFunction<Draws> law) {
    double[] values = new double[RankedBaseline.FEWEST];
    Arrays.setAll(values, i -> law.applyAsDouble(random));
    return values;
  }

  @Test
  void a_score_is_the_normal_quantile_of_the_rank() {
    double[] values = new double[999];
    Arrays.setAll(values, i -> i + 1);
    RankedBaseline baseline = RankedBaseline.of(values);
    // 500 lower, none equal: share 500.5/1000; 24 lower and one equal: (24 + .5·2)/1000
    assertThat(baseline.score(500.5, 0.5)).isCloseTo(0.00125331, within(1e-7));
    assertThat(baseline.score(25, 0.5)).isCloseTo(-1.959964, within(1e-6));
    assertThat(baseline.score(-5, 0.5)).isCloseTo(-3.290527, within(1e-6));
  }

  static Stream<Arguments> charts() {
    ToDoubleFunction<Draws> judge = random -> Math.round(4 * random.beta(8, 2)) / 4.0;
    ToDoubleFunction<Draws> times = random -> Math.exp(random.normal());
    return Stream.of(
        Arguments.of("Western Electric", rules(), RankedBaseline.RULES_RUN_LENGTH, judge),
        Arguments.of("EWMA", (Supplier<ControlChart>) RankedBaseline::ewma, 370, judge),
        Arguments.of("EWMA of times", (Supplier<ControlChart>) RankedBaseline::ewma, 370, times),
        Arguments.of("CUSUM", (Supplier<ControlChart>) RankedBaseline::cusum, 370, times));
  }

  private static Supplier<ControlChart> rules() {
    return RankedBaseline::westernElectric;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("charts")
  void nine_of_ten_baselines_of_any_distribution_have_the_stated_run_length(
      String name, Supplier<ControlChart> chart, int runLength, ToDoubleFunction<Draws> law) {
    Draws random = new Draws(77);
    double[] lengths = new double[BASELINES];
    for (int i = 0; i < BASELINES; i++) {
      RankedBaseline baseline = RankedBaseline.of(drawn(random, law));
      for (int run = 0; run < RUNS; run++) {
        lengths[i] += length(chart.get(), baseline, random, law) / (double) RUNS;
      }
    }
    Arrays.sort(lengths);
    // the mean of 40 runs has a standard error of a sixth, which spreads the figures downwards
    assertThat(lengths[BASELINES / 10]).isGreaterThan(runLength * 0.8);
    assertThat(Arrays.stream(lengths).average().orElseThrow())
        .isBetween(1.05 * runLength, 2.2 * runLength);
  }

  private static int length(
      ControlChart chart, RankedBaseline baseline, Draws random, ToDoubleFunction<Draws> law) {
    int length = 0;
    do {
      length++;
      double tie = Math.max(1e-12, random.uniform());
      chart.observe(baseline.score(law.applyAsDouble(random), tie));
    } while (!chart.signals() && length < 5_000);
    return length;
  }
}
