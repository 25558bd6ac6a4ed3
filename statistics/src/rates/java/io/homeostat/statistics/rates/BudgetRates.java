package io.homeostat.statistics.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.charts.EwmaChart;
import io.homeostat.statistics.drift.AlarmBudget;
import io.homeostat.statistics.drift.AlarmLimits;
import io.homeostat.statistics.drift.DriftPhase;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.drift.DriftStream;
import io.homeostat.statistics.drift.MixtureESr;
import io.homeostat.statistics.rates.RateReport.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sixty streams that learn their baselines, a budget of one false alarm a month, 43 weeks. */
@ExtendWith(RateReport.Extension.class)
class BudgetRates {
  private static final int STREAMS = 60;
  private static final int WEEKS = 43;
  private static final int VALUES = 1_000;
  private static final int BASELINE = 100;
  private static final double MONTH_OF_WEEKS = 30 / 7.0;
  // Poisson 99 % for 43 weeks at 1.1 a month, the tenth being the share of the baselines.
  private static final int MOST = 18;
  private static final String RUNS = "43 weeks × 60 streams × 1,000 scores";

  private static double[] week(int week, int stream) {
    Draws draws = new Draws(1_000L * week + stream);
    Scores scores = Scores.values()[stream % Scores.values().length];
    double[] values = new double[VALUES];
    for (int t = 0; t < VALUES; t++) {
      values[t] = scores.draw(draws);
    }
    return values;
  }

  @Test
  void the_monitor_keeps_its_budget(RateReport report) {
    DriftSettings settings = new DriftSettings(BASELINE, 500, 0, 0.04, 0);
    AlarmLimits limits = new AlarmBudget(1, STREAMS).forStream(VALUES * MONTH_OF_WEEKS);
    int alarms = 0;
    for (int week = 0; week < WEEKS; week++) {
      for (int k = 0; k < STREAMS; k++) {
        DriftStream stream = DriftStream.start(settings);
        boolean drifting = false;
        int t = 0;
        for (double value : week(week, k)) {
          stream.observe(value, t++, limits);
          boolean now = stream.phase() == DriftPhase.DRIFTING;
          alarms += now && !drifting ? 1 : 0;
          drifting = now;
        }
      }
    }
    boolean kept = alarms <= MOST;
    report.promise(
        Section.MANY_STREAMS,
        "DriftStream, 1 false alarm a month over 60 streams",
        "≤ 18 in 43 weeks",
        alarms + " false alarms",
        RUNS,
        kept);
    assertThat(kept).isTrue();
  }

  @Test
  void classical_methods_do_not(RateReport report) {
    double limit = STREAMS * VALUES * MONTH_OF_WEEKS;
    int plain = 0;
    int shewhart = 0;
    int ewma = 0;
    int threshold = 0;
    for (int week = 0; week < WEEKS; week++) {
      for (int k = 0; k < STREAMS; k++) {
        double[] values = week(week, k);
        double mean = mean(values, 0, BASELINE);
        double deviation = deviation(values, mean);
        double m = Math.clamp(mean, 0.01, 0.99);
        MixtureESr unbounded = MixtureESr.forDrop(m, Math.min(1, deviation), 0.04);
        EwmaChart chart = EwmaChart.fixed(scale(mean, deviation), 0.05, 2.492);
        for (int t = BASELINE; t < VALUES; t++) {
          unbounded.observe(values[t], t);
          if (unbounded.logEvidence() >= Math.log(limit)) {
            plain++;
            unbounded.restart();
          }
          shewhart += Math.abs(values[t] - mean) > 3 * deviation ? 1 : 0;
          chart.observe(values[t]);
          if (chart.signals()) {
            ewma++;
            chart.restart();
          }
          boolean window = (t + 1) % BASELINE == 0;
          threshold += window && mean(values, t + 1 - BASELINE, t + 1) < mean - 0.05 ? 1 : 0;
        }
      }
    }
    reported(report, "e-SR at the same limit, m = mean of 100 scores", "≤ 18 in 43 weeks", plain);
    reported(report, "EWMA λ=.05, L=2.492, limits from 100 scores", "ARL 372: 6,240", ewma);
    reported(report, "mean of 100 below baseline mean − .05", "none", threshold);
    reported(report, "Shewhart 3σ, limits from 100 scores", "ARL 370: 6,270", shewhart);
    assertThat(ewma).isGreaterThan(MOST);
  }

  private static ChartBaseline scale(double mean, double deviation) {
    return new ChartBaseline(mean, Math.max(deviation, 1e-3));
  }

  private static void reported(RateReport report, String claim, String bound, int alarms) {
    report.reported(
        Section.MANY_STREAMS, claim, bound, String.format("%,d false alarms", alarms), RUNS);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int t = from; t < to; t++) {
      sum += values[t];
    }
    return sum / (to - from);
  }

  private static double deviation(double[] values, double mean) {
    double squares = 0;
    for (int t = 0; t < BASELINE; t++) {
      squares += (values[t] - mean) * (values[t] - mean);
    }
    return Math.sqrt(squares / (BASELINE - 1));
  }
}
