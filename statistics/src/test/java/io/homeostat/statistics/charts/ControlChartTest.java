package io.homeostat.statistics.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ControlChartTest {
  private static final ChartBaseline BASELINE = new ChartBaseline(0.8, 0.1);

  /** A chart with its way back from bytes. */
  record Kind(ControlChart chart, Function<byte[], ? extends ControlChart> restore) {
    @Override
    public String toString() {
      return chart.getClass().getSimpleName();
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind(ShewhartChart.of(BASELINE, 3), ShewhartChart::fromBytes),
        new Kind(SubgroupChart.known(5, BASELINE), SubgroupChart::fromBytes),
        new Kind(
            RunRulesChart.of(BASELINE, ChartRule.nelson(1, 2, 3, 4, 5, 6, 7, 8), 3),
            RunRulesChart::fromBytes),
        new Kind(
            RunRulesChart.of(BASELINE, ChartRule.westernElectric(1, 2, 3, 4), 2.5),
            RunRulesChart::fromBytes),
        new Kind(EwmaChart.fixed(BASELINE, 0.1, 2.8), EwmaChart::fromBytes),
        new Kind(EwmaChart.timeVarying(BASELINE, 0.1, 2.8), EwmaChart::fromBytes),
        new Kind(CusumChart.withHeadStart(BASELINE, 0.5, 4, 0.5), CusumChart::fromBytes),
        new Kind(RankCusumChart.of(0.25, 8, 50), RankCusumChart::fromBytes),
        new Kind(SelfStartingChart.of(3), SelfStartingChart::fromBytes));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_restored_chart_goes_on_as_if_nothing_had_happened(Kind kind) {
    SplittableRandom random = new SplittableRandom(3);
    ControlChart chart = kind.chart;
    for (int t = 0; t < 300; t++) {
      ControlChart restored = kind.restore.apply(chart.toBytes());
      assertThat(restored.decide()).isEqualTo(chart.decide());
      double value = 0.8 - 0.0005 * t + 0.1 * random.nextGaussian();
      chart.observe(value);
      restored.observe(value);
      assertThat(restored.decide()).isEqualTo(chart.decide());
      assertThat(restored.toBytes()).isEqualTo(chart.toBytes());
      assertThat(chart.signals())
          .isEqualTo(
              chart.decide() instanceof ChartDecision.Signal
                  && !(chart instanceof SubgroupChart && t % 5 != 4));
    }
    assertThat(chart.toBytes()).hasSizeLessThanOrEqualTo(1_024);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_restarted_chart_is_as_new(Kind kind) {
    byte[] fresh = kind.chart.toBytes();
    assertThat(kind.chart.decide()).isInstanceOf(ChartDecision.NotEnoughData.class);
    for (int t = 0; t < 40; t++) {
      kind.chart.observe(0.01 * t * t);
    }
    kind.chart.restart();
    assertThat(kind.chart.toBytes()).isEqualTo(fresh);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_is_no_number_is_rejected_and_changes_nothing(Kind kind) {
    kind.chart.observe(0.7);
    byte[] before = kind.chart.toBytes();
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e13}) {
      assertThatThrownBy(() -> kind.chart.observe(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a value must lie in");
    }
    assertThat(kind.chart.toBytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void damaged_bytes_are_refused(Kind kind) {
    byte[] bytes = kind.chart.toBytes();
    assertThatThrownBy(() -> kind.restore.apply(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kind.restore.apply(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_large_lasting_drop_is_found_on_the_lower_side(Kind kind) {
    SplittableRandom random = new SplittableRandom(5);
    for (int t = 0; t < 40; t++) {
      kind.chart.observe(0.8 + 0.02 * random.nextGaussian());
    }
    boolean lower = false;
    for (int t = 0; t < 40; t++) {
      kind.chart.observe(0.3 + 0.02 * random.nextGaussian());
      lower |=
          kind.chart.decide() instanceof ChartDecision.Signal signal
              && signal.side() == ChartDecision.Side.LOWER;
    }
    assertThat(lower).isTrue();
  }

  @Test
  void a_baseline_without_spread_is_refused() {
    assertThatThrownBy(() -> ChartBaseline.of(new double[] {0.5, 0.5, 0.5}))
        .hasMessageContaining("the standard deviation of a chart");
  }

  // Ranks do not change under an increasing transformation, so neither does the chart.
  @Property(tries = 50, seed = "41")
  void the_rank_chart_sees_order_only(
      @ForAll @Size(value = 60) List<@DoubleRange(min = -5, max = 5) Double> values) {
    RankCusumChart plain = RankCusumChart.of(0.25, 8, 40);
    RankCusumChart transformed = RankCusumChart.of(0.25, 8, 40);
    for (double value : values) {
      plain.observe(value);
      transformed.observe(Math.exp(value));
      assertThat(transformed.decide()).isEqualTo(plain.decide());
    }
  }

  // The charts are symmetric around the centre line.
  @Property(tries = 50, seed = "41")
  void charts_mirror_when_the_values_do(
      @ForAll @Size(value = 40) List<@DoubleRange(min = -4, max = 4) Double> values) {
    RunRulesChart rules =
        RunRulesChart.of(ChartBaseline.STANDARD, ChartRule.nelson(1, 2, 3, 4, 5, 6, 7, 8), 3);
    RunRulesChart mirrored =
        RunRulesChart.of(ChartBaseline.STANDARD, ChartRule.nelson(1, 2, 3, 4, 5, 6, 7, 8), 3);
    CusumChart cusum = CusumChart.of(ChartBaseline.STANDARD, 0.5, 4);
    CusumChart mirroredCusum = CusumChart.of(ChartBaseline.STANDARD, 0.5, 4);
    for (double value : values) {
      rules.observe(value);
      mirrored.observe(-value);
      cusum.observe(value);
      mirroredCusum.observe(-value);
      assertThat(mirrored.signals()).isEqualTo(rules.signals());
      assertThat(mirroredCusum.signals()).isEqualTo(cusum.signals());
    }
  }
}
