package io.homeostat.statistics.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.rates.RateReport.Section;
import io.homeostat.statistics.samples.Comparison;
import io.homeostat.statistics.samples.Comparison.Tested;
import io.homeostat.statistics.samples.CramerVonMises;
import io.homeostat.statistics.samples.EnergyDistance;
import io.homeostat.statistics.samples.JensenShannon;
import io.homeostat.statistics.samples.KolmogorovSmirnov;
import io.homeostat.statistics.samples.MannWhitney;
import io.homeostat.statistics.samples.Permutations;
import io.homeostat.statistics.samples.PopulationStability;
import io.homeostat.statistics.samples.Wasserstein;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Batches of 100 scores against a reference of 1,001 without a change: tests at level .01 alarm on
 * at most that share of the batches, fixed thresholds on most of them.
 */
@ExtendWith(RateReport.Extension.class)
class TwoSampleRates {
  private static final int BATCHES = 1_000;
  private static final int REFERENCE = 1_001;
  private static final int BATCH = 100;
  private static final double LEVEL = 0.01;
  private static final double COMMON_THRESHOLD = 0.1;

  @ParameterizedTest
  @EnumSource(
      value = Scores.class,
      names = {"BETA_8_2", "FIVE_LEVELS", "UNIFORM"})
  void tests_keep_their_level_and_fixed_thresholds_do_not(Scores scores, RateReport report) {
    Draws draws = new Draws(681 + scores.ordinal());
    Permutations splits = new Permutations(199, LEVEL, new SplittableRandom(scores.ordinal()));
    Map<String, Integer> significant = new TreeMap<>();
    Map<String, Integer> aboveThreshold = new TreeMap<>();
    for (int batch = 0; batch < BATCHES; batch++) {
      double[] reference = sample(scores, draws, REFERENCE);
      double[] current = sample(scores, draws, BATCH);
      compare(reference, current, splits)
          .forEach((name, test) -> count(significant, name, test.differs(LEVEL)));
      thresholds(reference, current, scores.deviation(), splits)
          .forEach((name, value) -> count(aboveThreshold, name, value >= COMMON_THRESHOLD));
    }
    double most = BATCHES * LEVEL + 4.5 * Math.sqrt(BATCHES * LEVEL * (1 - LEVEL));
    significant.forEach(
        (name, alarms) ->
            report.promise(
                Section.TWO_SAMPLES,
                name + " at level .01, " + scores,
                "≤ 1 % of batches",
                percent(alarms),
                runs(),
                alarms <= most));
    aboveThreshold.forEach(
        (name, alarms) ->
            report.reported(
                Section.TWO_SAMPLES,
                name + " ≥ 0.1, " + scores,
                "few batches",
                percent(alarms),
                runs()));
    assertThat(significant.values()).allMatch(alarms -> alarms <= most);
  }

  private static Map<String, Tested> compare(double[] x, double[] y, Permutations splits) {
    return Map.of(
        "Kolmogorov–Smirnov", tested(KolmogorovSmirnov.givenTies(x, y)),
        "Cramér–von Mises", tested(CramerVonMises.compare(x, y, splits)),
        "Mann–Whitney", tested(MannWhitney.compare(x, y)),
        "Wasserstein", tested(Wasserstein.compare(x, y, splits)),
        "energy distance", tested(EnergyDistance.compare(x, y, splits)),
        "Jensen–Shannon", tested(JensenShannon.compare(x, y, splits)),
        "PSI", tested(PopulationStability.compare(x, y, PopulationStability.DECILES, splits)));
  }

  /** The statistics that common tools compare with 0.1, however large the samples are. */
  private static Map<String, Double> thresholds(
      double[] x, double[] y, double deviation, Permutations splits) {
    Permutations few = new Permutations(19, LEVEL, splits.random());
    return Map.of(
        "threshold: Wasserstein/deviation",
            tested(Wasserstein.compare(x, y, few)).statistic() / deviation,
        "threshold: PSI of deciles",
            tested(PopulationStability.compare(x, y, PopulationStability.DECILES, few)).statistic(),
        "threshold: Jensen–Shannon distance", tested(JensenShannon.compare(x, y, few)).statistic());
  }

  private static Tested tested(Comparison comparison) {
    return (Tested) comparison;
  }

  private static double[] sample(Scores scores, Draws draws, int size) {
    double[] sample = new double[size];
    Arrays.setAll(sample, _ -> scores.draw(draws));
    return sample;
  }

  private static void count(Map<String, Integer> counts, String name, boolean alarm) {
    counts.merge(name, alarm ? 1 : 0, Integer::sum);
  }

  private static String percent(int alarms) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * alarms / BATCHES);
  }

  private static String runs() {
    return String.format(Locale.ROOT, "%,d batches", BATCHES);
  }
}
