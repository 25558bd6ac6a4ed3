package io.homeostat.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.homeostat.statistics.canary.Arm;
import io.homeostat.statistics.canary.CanaryComparison;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanarySettings;
import io.homeostat.statistics.canary.PromotionGoal;
import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.charts.ChartRule;
import io.homeostat.statistics.charts.ControlChart;
import io.homeostat.statistics.charts.CusumChart;
import io.homeostat.statistics.charts.EwmaChart;
import io.homeostat.statistics.charts.RankCusumChart;
import io.homeostat.statistics.charts.RunRulesChart;
import io.homeostat.statistics.charts.SelfStartingChart;
import io.homeostat.statistics.charts.ShewhartChart;
import io.homeostat.statistics.charts.SubgroupChart;
import io.homeostat.statistics.drift.AlarmBudget;
import io.homeostat.statistics.drift.AlarmLimits;
import io.homeostat.statistics.drift.BlockDoubling;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.drift.DriftStream;
import io.homeostat.statistics.drift.MeanShiftESr;
import io.homeostat.statistics.drift.StaggeredESr;
import io.homeostat.statistics.samples.Moments;
import io.homeostat.statistics.samples.QuantileSketch;
import io.homeostat.statistics.streams.FamilyRule;
import io.homeostat.statistics.streams.StaggeredFamilies;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class UpdatePathTest {
  private static final int UPDATES = 20_000;

  @Test
  void a_drift_stream_with_a_frozen_baseline_allocates_nothing() {
    DriftStream stream = DriftStream.start(new DriftSettings(100, 500, 0, 0.05, 0));
    AlarmLimits limits = new AlarmBudget(1, 10).forStream(100_000);
    IntConsumer update = i -> stream.observe(0.7 + 0.3 * (i % 7) / 7, i, limits);
    assertThat(bytesPerUpdate(update)).isZero();
  }

  @Test
  void shifts_epochs_blocks_and_families_allocate_nothing() {
    MeanShiftESr shift = MeanShiftESr.twoSided(0.4, 0.6, 0.2, 0.05);
    StaggeredESr stream = StaggeredESr.start(0.5, 0.2, 0.05, 1_000);
    BlockDoubling blocks = BlockDoubling.start();
    StaggeredFamilies families = StaggeredFamilies.start(FamilyRule.E_BH, 0.05, 10);
    IntConsumer update =
        i -> {
          double value = (i % 11) / 11.0;
          shift.observe(value, i);
          stream.observe(value, i);
          blocks.observe(value);
          families.report(i % 10, stream);
          families.evaluate();
        };
    assertThat(bytesPerUpdate(update)).isZero();
  }

  @Test
  void a_canary_allocates_nothing() {
    CanaryMetric metric = new CanaryMetric("quality", 1, 0, new PromotionGoal.NotWorse(0.05));
    CanaryComparison canary = CanaryComparison.start(CanarySettings.of(3, List.of(metric)));
    IntConsumer update =
        i -> {
          Arm arm = i % 2 == 0 ? Arm.CONTROL : Arm.CANDIDATE;
          canary.observeUnit(arm, 0.5);
          canary.observe(0, arm, (i % 11) / 11.0);
        };
    assertThat(bytesPerUpdate(update)).isZero();
  }

  @Test
  void control_charts_allocate_nothing() {
    ChartBaseline baseline = new ChartBaseline(0.5, 0.3);
    List<ControlChart> charts =
        List.of(
            ShewhartChart.of(baseline, 3),
            RunRulesChart.of(baseline, ChartRule.nelson(1, 2, 3, 4, 5, 6, 7, 8), 3),
            EwmaChart.timeVarying(baseline, 0.1, 2.8),
            CusumChart.of(baseline, 0.5, 5),
            RankCusumChart.of(0.25, 8, 100),
            SelfStartingChart.of(3),
            SubgroupChart.known(5, baseline));
    for (ControlChart chart : charts) {
      IntConsumer update = i -> chart.observe((i % 11) / 11.0);
      assertThat(bytesPerUpdate(update)).as(chart.getClass().getSimpleName()).isZero();
    }
  }

  @Test
  void sketches_allocate_nothing() {
    Moments moments = new Moments();
    QuantileSketch quantiles = new QuantileSketch();
    IntConsumer update =
        i -> {
          moments.observe(Math.sin(i));
          quantiles.observe(Math.sin(i));
        };
    assertThat(bytesPerUpdate(update)).isZero();
  }

  private static long bytesPerUpdate(IntConsumer update) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < UPDATES; i++) {
      update.accept(i);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < UPDATES; i++) {
      update.accept(i);
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / UPDATES;
  }
}
