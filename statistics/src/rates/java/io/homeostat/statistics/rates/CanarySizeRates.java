package io.homeostat.statistics.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.canary.CanaryDecision.Outcome;
import io.homeostat.statistics.canary.CanaryForecast;
import io.homeostat.statistics.canary.CanaryForecast.Ending;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanaryScenario;
import io.homeostat.statistics.canary.CanarySettings;
import io.homeostat.statistics.canary.PromotionGoal;
import io.homeostat.statistics.distribution.BetaScores;
import io.homeostat.statistics.distribution.DiscreteScores;
import io.homeostat.statistics.distribution.ScoreDistribution;
import io.homeostat.statistics.rates.RateReport.Section;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pairs to a decision, α = .05, δ0 = 0, at most 5,000: at most 1.1 times the published means of the
 * method.
 */
@ExtendWith(RateReport.Extension.class)
class CanarySizeRates {
  private static final int RUNS = 1_000;
  private static final double MOST = 1.1;

  @ParameterizedTest
  @CsvSource({"0, 602, .98", "-0.05, 150, 1", "-0.10, 66, 1", "-0.02, 614, 0"})
  void scores(double effect, double published, double least, RateReport report) {
    BetaScores stable = new BetaScores(8, 2);
    String claim = String.format(Locale.ROOT, "Beta(8,2), effect %+.2f, margin .02", effect);
    CanaryForecast forecast = play(stable, stable.withMean(0.8 + effect), 0.02);
    Ending all = forecast.all().orElseThrow();
    check(report, claim, all, published);
    Outcome right = effect == 0 ? Outcome.PROMOTE : Outcome.ROLL_BACK;
    Ending ending = forecast.ending(right).orElseThrow();
    double slack = 4.5 * Math.sqrt(Math.max(least * (1 - least), 0.001) / RUNS);
    assertThat(ending.probability()).isGreaterThanOrEqualTo(least - slack);
  }

  @ParameterizedTest
  @CsvSource({"0.95, 0.05, 335", "0.95, 0.02, 1716", "0.8, 0.05, 969"})
  void binary(double mean, double margin, double published, RateReport report) {
    DiscreteScores stable = DiscreteScores.of(new TreeMap<>(Map.of(0.0, 1 - mean, 1.0, mean)));
    String claim =
        String.format(Locale.ROOT, "0 or 1, mean %.2f, no effect, margin %.2f", mean, margin);
    check(report, claim, play(stable, stable, margin).all().orElseThrow(), published);
  }

  private static CanaryForecast play(
      ScoreDistribution stable, ScoreDistribution candidate, double margin) {
    CanaryMetric metric = new CanaryMetric("quality", 1, 0, new PromotionGoal.NotWorse(margin));
    CanaryScenario scenario =
        new CanaryScenario(
            stable,
            candidate,
            new CanarySettings(0.05, 1, 1, 5_000, List.of(metric)),
            0.5,
            true,
            1,
            0);
    CanaryForecast forecast = new CanaryForecast();
    SplittableRandom random = new SplittableRandom(261);
    for (int run = 0; run < RUNS; run++) {
      forecast.add(scenario.play(random));
    }
    return forecast;
  }

  private static void check(RateReport report, String claim, Ending all, double published) {
    double error = all.unitsStandardError();
    boolean kept = all.units() <= MOST * published + 4.5 * error;
    report.promise(
        Section.EFFICIENCY,
        "canary, pairs to a decision: " + claim,
        String.format(Locale.ROOT, "≤ %,.0f (1.1 × %,.0f)", MOST * published, published),
        String.format(Locale.ROOT, "%,.0f ± %.0f", all.units(), error),
        String.format(Locale.ROOT, "%,d runs", RUNS),
        kept);
    assertThat(kept).as("%s: %.0f ± %.0f pairs", claim, all.units(), error).isTrue();
  }
}
