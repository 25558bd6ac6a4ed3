package io.homeostat.statistics.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.charts.EwmaChart;
import io.homeostat.statistics.rates.RateReport.Section;
import io.homeostat.statistics.streams.FamilyRule;
import io.homeostat.statistics.drift.StaggeredESr;
import io.homeostat.statistics.streams.StaggeredFamilies;
import java.util.Locale;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2,000 streams over one and a half epochs, judged every ten scores, some of them drifting. */
@ExtendWith(RateReport.Extension.class)
class DiscoveryRates {
  private static final int STREAMS = 2_000;
  private static final int EPOCH = 200;
  private static final int CHANGE = 100;
  private static final int LAST = 300;
  private static final double SHARE = 0.1;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** One run: who is called drifted, and when. */
  private static final class Run {
    private final int drifted;
    private final double correlation;
    private final Draws draws;
    private final StaggeredESr[] streams = new StaggeredESr[STREAMS];
    private final EwmaChart[] charts = new EwmaChart[STREAMS];
    private final boolean[] charted = new boolean[STREAMS];
    private final StaggeredFamilies families =
        StaggeredFamilies.start(FamilyRule.E_BH, SHARE, STREAMS);
    private double worstProportion;
    private boolean anyFalse;

    Run(int drifted, double correlation, long seed) {
      this.drifted = drifted;
      this.correlation = correlation;
      this.draws = new Draws(seed);
      for (int k = 0; k < STREAMS; k++) {
        streams[k] = StaggeredESr.start(0.5, 0.29, 0.1, EPOCH);
        charts[k] = EwmaChart.fixed(new ChartBaseline(0.5, 0.2887), 0.05, 2.492);
      }
    }

    void simulate() {
      for (int t = 0; t < LAST; t++) {
        double common = Math.sqrt(correlation) * draws.normal();
        for (int k = 0; k < STREAMS; k++) {
          double z = common + Math.sqrt(1 - correlation) * draws.normal();
          double value = NORMAL.cumulativeProbability(z);
          value *= k < drifted && t >= CHANGE ? 0.4 : 1;
          streams[k].observe(value, t);
          charts[k].observe(value);
          charted[k] |= charts[k].signals();
        }
        if (t % 10 == 9) {
          judge();
        }
      }
    }

    private void judge() {
      for (int k = 0; k < STREAMS; k++) {
        families.report(k, streams[k]);
      }
      families.evaluate();
      int all = families.rejections();
      int wrong = all - found();
      anyFalse |= wrong > 0;
      worstProportion = Math.max(worstProportion, (double) wrong / Math.max(1, all));
    }

    int found() {
      int found = 0;
      for (int k = 0; k < drifted; k++) {
        found += families.rejected(k) ? 1 : 0;
      }
      return found;
    }

    int chartedFalsely() {
      int wrong = 0;
      for (int k = drifted; k < STREAMS; k++) {
        wrong += charted[k] ? 1 : 0;
      }
      return wrong;
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 0.3", "100, 0", "100, 0.3"})
  void false_discoveries_stay_within_their_share(
      int drifted, double correlation, RateReport report) {
    int runs = drifted == 0 ? 40 : 10;
    double proportion = 0;
    int runsWithFalse = 0;
    int found = 0;
    int charted = 0;
    for (int i = 0; i < runs; i++) {
      Run run = new Run(drifted, correlation, 400 + i);
      run.simulate();
      proportion += run.worstProportion / runs;
      runsWithFalse += run.anyFalse ? 1 : 0;
      found += run.found();
      charted += run.chartedFalsely();
    }
    boolean kept = proportion <= SHARE + 4.5 * Math.sqrt(SHARE * (1 - SHARE) / runs);
    String input =
        String.format(
            Locale.ROOT,
            "2,000 streams, %s, %d drift",
            correlation > 0 ? "correlation .3" : "independent",
            drifted);
    String simulated = runs + " × 2,000 × 300 scores";
    report.promise(
        Section.MANY_STREAMS,
        input + ": e-BH over staggered epochs",
        "false share ≤ 10 %",
        String.format(
            Locale.ROOT,
            "worst false share of a run, mean %.1f %%; any false in %d of %d runs; %d of %d found",
            100 * proportion,
            runsWithFalse,
            runs,
            found,
            runs * drifted),
        simulated,
        kept);
    report.reported(
        Section.MANY_STREAMS,
        input + ": EWMA each, ARL 372",
        "none",
        String.format(Locale.ROOT, "%,d streams falsely called a run", charted / runs),
        simulated);
    assertThat(kept).isTrue();
  }
}
