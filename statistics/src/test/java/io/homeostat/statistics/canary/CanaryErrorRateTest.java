package io.homeostat.statistics.canary;

import static io.homeostat.statistics.canary.CanaryDecision.Outcome.PROMOTE;
import static io.homeostat.statistics.canary.CanaryDecision.Outcome.ROLL_BACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.canary.CanaryDecision.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error rates and sample sizes of canaries, simulated with fixed seeds. */
class CanaryErrorRateTest {
  private record Tally(double promoted, double rolledBack, double pairs) {}

  /** Runs canaries of one metric on shadow pairs, looking after each pair, up to 5,000 pairs. */
  private static Tally pairs(
      ToDoubleFunction<Draws> candidate, ToDoubleFunction<Draws> control, double margin, int runs) {
    Draws draws = new Draws(91);
    int promoted = 0;
    int rolledBack = 0;
    double pairs = 0;
    for (int run = 0; run < runs; run++) {
      BettingProcess goal = BettingProcess.above(-margin, -1, 1);
      LateHarmProcess harm = LateHarmProcess.declare(0, 1);
      int t = 0;
      boolean open = true;
      while (open && t++ < 5_000) {
        double difference = candidate.applyAsDouble(draws) - control.applyAsDouble(draws);
        goal.observe(difference);
        harm.observe(difference);
        boolean harmed = harm.logPeak() >= Math.log(20);
        boolean met = !harmed && goal.logEvidence() >= Math.log(20);
        rolledBack += harmed ? 1 : 0;
        promoted += met ? 1 : 0;
        open = !harmed && !met;
      }
      pairs += t;
    }
    return new Tally(promoted / (double) runs, rolledBack / (double) runs, pairs / runs);
  }

  // Beta(8,2) scores, α = .05, δ0 = 0, margin .02: published mean pairs to the decision.
  @ParameterizedTest
  @CsvSource({"0, 602, 0.98, 0", "-0.05, 150, 0, 1", "-0.10, 66, 0, 1", "-0.02, 614, 0, 0.97"})
  void score_pairs_take_as_many_as_planned(
      double effect, double planned, double leastPromoted, double leastRolledBack) {
    int runs = 500;
    Tally tally =
        pairs(d -> d.beta(8 + 10 * effect, 2 - 10 * effect), d -> d.beta(8, 2), 0.02, runs);
    double slack = 4.5 * Math.sqrt(0.03 * 0.97 / runs);
    assertThat(tally.promoted()).isGreaterThanOrEqualTo(leastPromoted - slack);
    assertThat(tally.rolledBack()).isGreaterThanOrEqualTo(leastRolledBack - slack);
    assertThat(tally.pairs()).isCloseTo(planned, within(0.1 * planned));
  }

  @ParameterizedTest
  @CsvSource({"0.95, 0.05, 335", "0.95, 0.02, 1716", "0.8, 0.05, 969"})
  void binary_pairs_take_as_many_as_planned(double p, double margin, double planned) {
    Tally tally = pairs(d -> d.binary(p), d -> d.binary(p), margin, 500);
    assertThat(tally.promoted()).isGreaterThan(0.9);
    assertThat(tally.pairs()).isCloseTo(planned, within(0.1 * planned));
  }

  /** A canary over sessions in a split whose weight changes, with several metrics. */
  private static Outcome split(
      Draws draws,
      int metrics,
      ToDoubleFunction<Draws> candidate,
      ToDoubleFunction<Draws> control) {
    List<CanaryMetric> list = new ArrayList<>();
    for (int j = 0; j < metrics; j++) {
      list.add(new CanaryMetric("m" + j, 1.0 / metrics, 0, new PromotionGoal.NotWorse(0.04)));
    }
    CanaryComparison canary = CanaryComparison.start(CanarySettings.of(3, list));
    double[] shares = {0.05, 0.5, 0.8};
    for (int t = 0; t < 3_000; t++) {
      if (t == 300 || t == 2_000) {
        canary.enterStep(t == 300 ? 1 : 2);
      }
      double share = shares[t < 300 ? 0 : t < 2_000 ? 1 : 2];
      Arm arm = draws.chance(share) ? Arm.CANDIDATE : Arm.CONTROL;
      canary.observeUnit(arm, share);
      for (int j = 0; j < metrics; j++) {
        ToDoubleFunction<Draws> source = arm == Arm.CANDIDATE ? candidate : control;
        canary.observe(j, arm, source.applyAsDouble(draws));
      }
      Outcome now = t % 5 == 0 ? canary.outcome() : Outcome.CONTINUE;
      if (now != Outcome.CONTINUE) {
        return now;
      }
    }
    return canary.outcome();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void identical_arms_are_rolled_back_in_at_most_alpha_with_any_number_of_metrics(int metrics) {
    Draws draws = new Draws(92);
    int rolledBack = 0;
    int promoted = 0;
    int runs = 200;
    for (int run = 0; run < runs; run++) {
      Outcome outcome = split(draws, metrics, d -> d.beta(8, 2), d -> d.beta(8, 2));
      rolledBack += outcome == ROLL_BACK ? 1 : 0;
      promoted += outcome == PROMOTE ? 1 : 0;
    }
    // At most 10 of 200; z = 4.5.
    assertThat(rolledBack).isLessThan(24);
    assertThat(promoted).isGreaterThan(150);
  }

  @Test
  void a_candidate_at_the_margin_is_promoted_in_at_most_alpha() {
    Draws draws = new Draws(93);
    int promoted = 0;
    int runs = 200;
    for (int run = 0; run < runs; run++) {
      Outcome outcome = split(draws, 1, d -> d.beta(7.6, 2.4), d -> d.beta(8, 2));
      promoted += outcome == PROMOTE ? 1 : 0;
    }
    assertThat(promoted).isLessThan(24);
  }

  @Test
  void a_repair_at_its_gain_is_promoted_in_at_most_alpha() {
    Draws draws = new Draws(94);
    int promoted = 0;
    int runs = 500;
    for (int run = 0; run < runs; run++) {
      BettingProcess better = BettingProcess.above(0.2, -1, 1);
      for (int t = 0; t < 2_000 && better.logPeak() < Math.log(20); t++) {
        better.observe(draws.beta(6, 4) - draws.beta(4, 6));
      }
      promoted += better.logPeak() >= Math.log(20) ? 1 : 0;
    }
    // At most 25; z = 4.5.
    assertThat(promoted).isLessThan(47);
  }

  @Test
  void sessions_as_units_keep_the_error_rate_that_single_answers_break() {
    Draws draws = new Draws(95);
    int bySession = 0;
    int byAnswer = 0;
    int runs = 150;
    for (int run = 0; run < runs; run++) {
      LateHarmProcess sessionHarm = LateHarmProcess.declare(0, 1);
      LateHarmProcess answerHarm = LateHarmProcess.declare(0, 1);
      for (int session = 0; session < 500; session++) {
        double candidate = draws.beta(1.87, 0.47);
        double control = draws.beta(1.87, 0.47);
        double sum = 0;
        for (int turn = 0; turn < 10; turn++) {
          double difference = draws.binary(candidate) - draws.binary(control);
          answerHarm.observe(difference);
          sum += difference;
        }
        sessionHarm.observe(sum / 10);
      }
      bySession += sessionHarm.logPeak() >= Math.log(20) ? 1 : 0;
      byAnswer += answerHarm.logPeak() >= Math.log(20) ? 1 : 0;
    }
    // Intra-session correlation .3. At most 7.5 of 150, z = 4.5; single answers exceed it widely.
    assertThat(bySession).isLessThan(20);
    assertThat(byAnswer).isGreaterThan(20);
  }
}
