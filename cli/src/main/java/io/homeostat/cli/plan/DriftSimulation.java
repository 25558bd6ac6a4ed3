package io.homeostat.cli.plan;

import io.homeostat.statistics.BettingBound;
import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.charts.ControlChart;
import io.homeostat.statistics.charts.CusumChart;
import io.homeostat.statistics.charts.EwmaChart;
import io.homeostat.statistics.charts.RankCusumChart;
import io.homeostat.statistics.charts.RunRulesChart;
import io.homeostat.statistics.charts.ShewhartChart;
import io.homeostat.statistics.charts.runlength.SimulatedRunLength;
import io.homeostat.statistics.distribution.ScoreDistribution;
import io.homeostat.statistics.distribution.ScoreSource;
import io.homeostat.statistics.drift.MixtureESr;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.function.DoublePredicate;
import java.util.function.DoubleSupplier;

/**
 * Simulates one plan: each run draws its own baseline (unless that is known), then values after the
 * shift until the detector signals.
 */
final class DriftSimulation {
  /** A run is ended after this many times the wanted average run length. */
  static final int LONGEST = 100;

  private static final int RANK_CAPACITY = 2_000;
  private static final double DEFAULT_SMALLEST_DROP = 0.05;
  private static final double LEAST_REFERENCE = 0.01;

  private final DriftPlan plan;
  private final double limit;

  DriftSimulation(DriftPlan plan, double limit) {
    this.plan = plan;
    this.limit = limit;
  }

  /** The average run length after the scores have become {@code now}. */
  SimulatedRunLength runLength(
      ScoreDistribution now, long runs, long seed, DoubleConsumer progress) {
    SplittableRandom random = new SplittableRandom(seed);
    ScoreSource before = new ScoreSource(plan.scores(), plan.correlation(), random);
    ScoreSource after = new ScoreSource(now, plan.correlation(), random);
    long longest = Math.round(LONGEST * Math.max(1_000, plan.averageRunLength()));
    return SimulatedRunLength.of(
        runs,
        longest,
        () -> {
          before.restart();
          DoublePredicate detector = fresh(before::next);
          after.restart();
          return () -> detector.test(after.next());
        },
        progress);
  }

  private DoublePredicate fresh(DoubleSupplier before) {
    if (plan.detector() == DriftDetector.E_SR) {
      return eSr(before);
    }
    ControlChart chart = chart(before);
    return value -> {
      chart.observe(value);
      return chart.signals();
    };
  }

  private ControlChart chart(DoubleSupplier before) {
    if (plan.detector() == DriftDetector.RANK_CUSUM) {
      RankCusumChart chart = RankCusumChart.of(plan.k(), limit, RANK_CAPACITY);
      for (int i = 0; i < plan.baseline().orElse(0); i++) {
        chart.observe(before.getAsDouble());
      }
      chart.restartSums();
      return chart;
    }
    ChartBaseline baseline = baseline(before);
    return switch (plan.detector()) {
      case SHEWHART -> ShewhartChart.of(baseline, limit);
      case WESTERN_ELECTRIC, NELSON -> RunRulesChart.of(baseline, plan.rules(), limit);
      case EWMA ->
          plan.timeVarying()
              ? EwmaChart.timeVarying(baseline, plan.lambda(), limit)
              : EwmaChart.fixed(baseline, plan.lambda(), limit);
      case CUSUM -> CusumChart.of(baseline, plan.k(), limit);
      case RANK_CUSUM, E_SR -> throw new IllegalStateException("handled above");
    };
  }

  private ChartBaseline baseline(DoubleSupplier before) {
    if (plan.baseline().isEmpty()) {
      return new ChartBaseline(plan.scores().mean(), plan.scores().deviation());
    }
    double[] values = draw(before);
    while (isConstant(values)) {
      values = draw(before);
    }
    return ChartBaseline.of(values);
  }

  private double[] draw(DoubleSupplier before) {
    double[] values = new double[plan.baseline().getAsInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = before.getAsDouble();
    }
    return values;
  }

  private static boolean isConstant(double[] values) {
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  private DoublePredicate eSr(DoubleSupplier before) {
    double lowest = plan.scores().mean();
    double deviation = plan.scores().deviation();
    if (plan.baseline().isPresent()) {
      double[] values = draw(before);
      lowest =
          BettingBound.lower(i -> values[i], values.length, DriftPlan.BOUND_LEVEL, values.length);
      deviation = isConstant(values) ? 0 : ChartBaseline.of(values).deviation();
    }
    double reference = Math.clamp(lowest - plan.tolerance(), LEAST_REFERENCE, 1 - LEAST_REFERENCE);
    double smallestDrop = plan.tolerance() > 0 ? 2 * plan.tolerance() : DEFAULT_SMALLEST_DROP;
    MixtureESr detector = MixtureESr.forDrop(reference, deviation, Math.min(1, smallestDrop));
    double logLimit = Math.log(limit);
    return value -> {
      detector.observe(value, 0);
      return detector.logEvidence() >= logLimit;
    };
  }
}
