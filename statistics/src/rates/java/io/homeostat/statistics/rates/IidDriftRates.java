package io.homeostat.statistics.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.drift.MixtureESr;
import io.homeostat.statistics.rates.RateReport.Section;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Independent scores without a change, their mean known: the average run length is at least c. */
@ExtendWith(RateReport.Extension.class)
class IidDriftRates {
  private static final int VALUES = 1_000_000;
  private static final double LIMIT = 370.4;

  @ParameterizedTest
  @EnumSource(Scores.class)
  void the_average_run_length_is_at_least_the_limit(Scores scores, RateReport report) {
    Draws draws = new Draws(101 + scores.ordinal());
    MixtureESr detector = MixtureESr.forDrop(scores.mean(), scores.deviation(), 0.05);
    double logLimit = Math.log(LIMIT);
    int alarms = 0;
    for (int t = 1; t <= VALUES; t++) {
      detector.observe(scores.draw(draws), t);
      if (detector.logEvidence() >= logLimit) {
        alarms++;
        detector.restart();
      }
    }
    double most = VALUES / LIMIT;
    boolean kept = alarms <= most + 4.5 * Math.sqrt(most);
    report.promise(
        Section.ONE_STREAM,
        "e-SR at c = 370.4, mean known, " + scores,
        "ARL ≥ 370.4",
        String.format(Locale.ROOT, "ARL %,.0f", (double) VALUES / alarms),
        String.format(Locale.ROOT, "%,d scores", VALUES),
        kept);
    assertThat(kept).as("%d alarms, at most %.0f expected", alarms, most).isTrue();
  }
}
