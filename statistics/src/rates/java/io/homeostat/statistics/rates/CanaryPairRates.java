package io.homeostat.statistics.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.canary.BettingProcess;
import io.homeostat.statistics.canary.LateHarmProcess;
import io.homeostat.statistics.canary.ThresholdTest;
import io.homeostat.statistics.rates.RateReport.Section;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One metric on pairs, looked at after each of 5,000: wrong in at most α per side. */
@ExtendWith(RateReport.Extension.class)
class CanaryPairRates {
  private static final int LOOKS = 5_000;
  private static final int RUNS = 1_000;
  private static final double ALPHA = 0.05;
  private static final double LIMIT = Math.log(1 / ALPHA);
  private static final String PAIRS = "5,000 pairs";

  private static boolean harmful(LateHarmProcess harm, ToDoubleFunction<Draws> d, Draws draws) {
    for (int t = 0; t < LOOKS && harm.logPeak() < LIMIT; t++) {
      harm.observe(d.applyAsDouble(draws));
    }
    return harm.logPeak() >= LIMIT;
  }

  @ParameterizedTest
  @EnumSource(
      value = Scores.class,
      names = {"BETA_8_2", "BETA_HALF", "RARE_ZERO", "RARE_ONE", "FIVE_LEVELS"})
  void an_equal_candidate_is_seldom_rolled_back(Scores scores, RateReport report) {
    ErrorShare.of(
            RUNS,
            201 + scores.ordinal(),
            draws ->
                harmful(LateHarmProcess.declare(0, 1), d -> scores.draw(d) - scores.draw(d), draws))
        .promise(report, Section.CANARY, "roll back, no difference, " + scores, ALPHA, PAIRS);
  }

  @Test
  void a_candidate_at_the_margin_is_seldom_promoted(RateReport report) {
    ErrorShare.of(RUNS, 211, draws -> shown(-0.02, d -> d.beta(7.8, 2.2) - d.beta(8, 2), draws))
        .promise(report, Section.CANARY, "promote, loss = margin .02, Beta(8,2)", ALPHA, PAIRS);
    ErrorShare.of(RUNS, 212, draws -> shown(-0.02, d -> d.binary(0.93) - d.binary(0.95), draws))
        .promise(report, Section.CANARY, "promote, loss = margin .02, 0 or 1", ALPHA, PAIRS);
  }

  @Test
  void a_repair_at_its_gain_is_seldom_promoted(RateReport report) {
    ErrorShare.of(RUNS, 213, draws -> shown(0.2, d -> d.beta(6, 4) - d.beta(4, 6), draws))
        .promise(report, Section.CANARY, "repair, gain = hurdle .2, Beta(4,6)", ALPHA, PAIRS);
  }

  private static boolean shown(double hurdle, ToDoubleFunction<Draws> d, Draws draws) {
    BettingProcess process = BettingProcess.above(hurdle, -1, 1);
    for (int t = 0; t < LOOKS && process.logPeak() < LIMIT; t++) {
      process.observe(d.applyAsDouble(draws));
    }
    return process.logPeak() >= LIMIT;
  }

  @Test
  void processes_that_start_late_do_not_add_errors(RateReport report) {
    ErrorShare.of(
            RUNS,
            214,
            draws ->
                harmful(
                    LateHarmProcess.atEveryDifference(0, LOOKS),
                    d -> d.binary(0.9) - d.binary(0.9),
                    draws))
        .promise(report, Section.CANARY, "roll back, e-SR on D at N/α, 0 or 1", ALPHA, PAIRS);
    ErrorShare.of(RUNS, 215, CanaryPairRates::harmfulWithStepsAtTheWorstMoments)
        .promise(
            report,
            Section.CANARY,
            "roll back, ten steps that begin at new lows, 0 or 1",
            ALPHA,
            PAIRS);
  }

  private static boolean harmfulWithStepsAtTheWorstMoments(Draws draws) {
    LateHarmProcess harm = LateHarmProcess.declare(0, LateHarmProcess.MOST_STEPS);
    double sum = 0;
    double lowest = -5;
    int step = 0;
    for (int t = 0; t < LOOKS; t++) {
      double difference = draws.binary(0.9) - draws.binary(0.9);
      harm.observe(difference);
      sum += difference;
      if (sum < lowest && step < LateHarmProcess.MOST_STEPS - 1) {
        lowest = sum - 5;
        harm.enterStep(++step);
      }
    }
    return harm.logPeak() >= LIMIT;
  }

  @Test
  void sessions_as_units_keep_what_single_answers_break(RateReport report) {
    String claim = "roll back, no difference, sessions of 10 answers with correlation .3, ";
    ErrorShare.of(RUNS, 216, draws -> harmfulInSessions(draws, true))
        .promise(report, Section.CANARY, claim + "by session", ALPHA, "500 sessions");
    ErrorShare byAnswer = ErrorShare.of(RUNS, 216, draws -> harmfulInSessions(draws, false));
    byAnswer.report(report, Section.CANARY, claim + "by answer", ALPHA, "500 sessions");
    assertThat(byAnswer.share()).isGreaterThan(0.1);
  }

  /** Of Beta(1.87, .47) session levels: correlation 1/(1.87 + .47 + 1) = .3. */
  private static boolean harmfulInSessions(Draws draws, boolean bySession) {
    LateHarmProcess harm = LateHarmProcess.declare(0, 1);
    for (int session = 0; session < 500; session++) {
      double candidate = draws.beta(1.87, 0.47);
      double control = draws.beta(1.87, 0.47);
      double sum = 0;
      for (int turn = 0; turn < 10; turn++) {
        double difference = draws.binary(candidate) - draws.binary(control);
        sum += difference;
        if (!bySession) {
          harm.observe(difference);
        }
      }
      if (bySession) {
        harm.observe(sum / 10);
      }
    }
    return harm.logPeak() >= LIMIT;
  }

  @Test
  void a_threshold_is_seldom_judged_from_the_wrong_side(RateReport report) {
    ErrorShare.of(RUNS, 217, draws -> threshold(draws).logBreach() >= LIMIT)
        .promise(report, Section.CANARY, "threshold .01 breached, rate .01", ALPHA, "5,000 units");
    ErrorShare.of(RUNS, 218, draws -> threshold(draws).logClear() >= LIMIT)
        .promise(report, Section.CANARY, "threshold .01 cleared, rate .01", ALPHA, "5,000 units");
  }

  private static ThresholdTest threshold(Draws draws) {
    ThresholdTest test = ThresholdTest.at(0.01);
    for (int t = 0; t < LOOKS; t++) {
      test.observe(draws.binary(0.01));
    }
    return test;
  }

  @Test
  void a_z_test_after_each_pair_decides_wrongly_about_every_other_time(RateReport report) {
    ErrorShare peeked = ErrorShare.of(RUNS, 219, CanaryPairRates::differsByPeeking);
    peeked.report(
        report,
        Section.CANARY,
        "two-sided z-test at .05 after each pair from the 10th, no difference, Beta(8,2)",
        ALPHA,
        PAIRS);
    assertThat(peeked.share()).isGreaterThan(0.4);
  }

  private static boolean differsByPeeking(Draws draws) {
    double sum = 0;
    double squares = 0;
    for (int n = 1; n <= LOOKS; n++) {
      double difference = draws.beta(8, 2) - draws.beta(8, 2);
      sum += difference;
      squares += difference * difference;
      double variance = squares - sum * sum / n;
      if (n >= 10 && sum * sum > 1.96 * 1.96 * variance * n / (n - 1)) {
        return true;
      }
    }
    return false;
  }
}
