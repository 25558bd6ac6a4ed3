package io.homeostat.statistics.canary;

import static io.homeostat.statistics.canary.CanaryDecision.Outcome.CONTINUE;
import static io.homeostat.statistics.canary.CanaryDecision.Outcome.INCONCLUSIVE;
import static io.homeostat.statistics.canary.CanaryDecision.Outcome.PROMOTE;
import static io.homeostat.statistics.canary.CanaryDecision.Outcome.ROLL_BACK;
import static io.homeostat.statistics.canary.CanaryDecision.Outcome.UNDECIDABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.canary.CanaryDecision.Reason;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class CanaryComparisonTest {
  private static final CanaryMetric QUALITY =
      new CanaryMetric("quality", 0.5, 0, new PromotionGoal.NotWorse(0.05));
  private static final CanaryMetric REPAIRED =
      new CanaryMetric("repaired", 0.3, 0, new PromotionGoal.Better(0.1));
  private static final CanaryMetric ERRORS =
      new CanaryMetric("errors", 0.2, 0, new PromotionGoal.Nothing());

  private final Draws draws = new Draws(81);
  private CanaryComparison canary =
      CanaryComparison.start(CanarySettings.of(3, List.of(QUALITY, REPAIRED, ERRORS)));

  private void units(
      int count, double share, DoubleSupplier quality, DoubleSupplier repaired, double success) {
    for (int i = 0; i < count; i++) {
      Arm arm = draws.chance(share) ? Arm.CANDIDATE : Arm.CONTROL;
      canary.observeUnit(arm, share);
      boolean candidate = arm == Arm.CANDIDATE;
      canary.observe(0, arm, candidate ? quality.getAsDouble() : stable());
      canary.observe(1, arm, candidate ? repaired.getAsDouble() : draws.beta(4, 6));
      canary.observe(2, arm, candidate ? draws.binary(success) : draws.binary(0.99));
    }
  }

  private double stable() {
    return draws.beta(18, 2);
  }

  private double better() {
    return draws.beta(18, 2);
  }

  @Test
  void a_good_repair_is_promoted_with_its_evidence() {
    units(600, 0.5, this::stable, this::better, 0.99);
    CanaryDecision decision = canary.decide();
    assertThat(decision.outcome()).isEqualTo(PROMOTE);
    assertThat(decision.reasons()).isEmpty();
    assertThat(decision.harmedMetrics()).isEmpty();
    assertThat(decision.unmetMetrics()).isEmpty();
    assertThat(decision.units().smallerArm()).isBetween(200L, 300L);
    MetricEvidence repaired = decision.metrics().get(1);
    assertThat(repaired.metric()).isEqualTo("repaired");
    assertThat(repaired.effect().orElseThrow().estimate()).isBetween(0.45, 0.55);
    assertThat(repaired.effect().orElseThrow().lower()).isGreaterThan(0.1);
    assertThat(repaired.logGoal()).isGreaterThanOrEqualTo(repaired.logGoalLimit());
    assertThat(repaired.blocks()).isEqualTo(repaired.effect().orElseThrow().count());
    assertThat(repaired.controlUnits() + repaired.candidateUnits()).isEqualTo(600);
  }

  @Test
  void a_repair_that_is_merely_not_worse_is_not_promoted() {
    units(2_000, 0.5, this::stable, () -> draws.beta(4, 6), 0.99);
    CanaryDecision decision = canary.decide();
    assertThat(decision.outcome()).isEqualTo(CONTINUE);
    assertThat(decision.reasons()).containsExactly(Reason.GOAL_NOT_MET);
    assertThat(decision.unmetMetrics()).containsExactly("repaired");
  }

  @Test
  void harm_on_any_metric_rolls_back_without_a_minimum_of_units() {
    units(150, 0.5, this::stable, this::better, 0.5);
    CanaryDecision decision = canary.decide();
    assertThat(decision.outcome()).isEqualTo(ROLL_BACK);
    assertThat(decision.harmedMetrics()).containsExactly("errors");
    assertThat(decision.reasons()).contains(Reason.HARM, Reason.INSUFFICIENT_UNITS);
    MetricEvidence errors = decision.metrics().get(2);
    assertThat(errors.logHarmLimit()).isEqualTo(-Math.log(0.05 * 0.2));
    assertThat(errors.logHarm()).isGreaterThanOrEqualTo(errors.logHarmLimit());
    assertThat(errors.goalMet()).isTrue();
  }

  @Test
  void harm_once_shown_is_not_forgotten() {
    units(150, 0.5, this::stable, this::better, 0.3);
    assertThat(canary.decide().outcome()).isEqualTo(ROLL_BACK);
    units(3_000, 0.5, this::stable, this::better, 1);
    assertThat(canary.decide().outcome()).isEqualTo(ROLL_BACK);
  }

  @Test
  void fewer_units_than_the_minimum_never_promote() {
    units(300, 0.5, () -> 1, () -> 1, 1);
    CanaryDecision decision = canary.decide();
    assertThat(decision.outcome()).isEqualTo(CONTINUE);
    assertThat(decision.reasons()).containsExactly(Reason.INSUFFICIENT_UNITS);
    assertThat(decision.unmetMetrics()).isEmpty();
  }

  @Test
  void one_dominant_session_key_is_inconclusive() {
    units(600, 0.5, this::stable, this::better, 0.99);
    assertThat(canary.decide(0.05).outcome()).isEqualTo(PROMOTE);
    CanaryDecision decision = canary.decide(0.051);
    assertThat(decision.outcome()).isEqualTo(INCONCLUSIVE);
    assertThat(decision.reasons()).containsExactly(Reason.DOMINANT_SESSION_KEY);
  }

  @Test
  void outcomes_that_the_candidate_lacks_more_often_are_inconclusive() {
    units(600, 0.5, this::stable, this::better, 0.99);
    for (int i = 0; i < 5; i++) {
      canary.observeMissing(Arm.CANDIDATE, 0.5);
      canary.observeMissing(Arm.CONTROL, 0.5);
    }
    assertThat(canary.decide().outcome()).isEqualTo(PROMOTE);
    for (int i = 0; i < 12; i++) {
      canary.observeMissing(Arm.CANDIDATE, 0.5);
    }
    CanaryDecision decision = canary.decide();
    assertThat(decision.outcome()).isEqualTo(INCONCLUSIVE);
    assertThat(decision.reasons()).containsExactly(Reason.MISSING_OUTCOMES);
    assertThat(decision.units().missingDifference()).isGreaterThan(0.02);
  }

  @Test
  void a_broken_split_is_inconclusive() {
    for (int i = 0; i < 2_000; i++) {
      Arm arm = draws.chance(0.5) ? Arm.CANDIDATE : Arm.CONTROL;
      canary.observeUnit(arm, 0.4);
      canary.observe(0, arm, stable());
      canary.observe(1, arm, arm == Arm.CANDIDATE ? better() : draws.beta(4, 6));
    }
    CanaryDecision decision = canary.decide();
    assertThat(decision.outcome()).isEqualTo(INCONCLUSIVE);
    assertThat(decision.reasons()).containsExactly(Reason.SAMPLE_RATIO_MISMATCH);
    assertThat(decision.units().logSampleRatio()).isGreaterThan(Math.log(1_000));
  }

  @Test
  void evidence_carries_over_the_steps_and_no_block_spans_a_change_of_weight() {
    units(300, 0.5, this::stable, this::better, 0.99);
    MetricEvidence before = canary.decide().metrics().getFirst();
    canary.observe(0, Arm.CONTROL, 0);
    canary.observe(0, Arm.CONTROL, 0);
    canary.enterStep(1);
    canary.observe(0, Arm.CANDIDATE, 1);
    canary.weightChanged();
    canary.observe(0, Arm.CONTROL, 0);
    MetricEvidence after = canary.decide().metrics().getFirst();
    assertThat(after.blocks()).isLessThanOrEqualTo(before.blocks() + 1);
    assertThat(after.logGoal()).isPositive();
    canary.enterStep(0);
    assertThat(canary.decide().metrics().getFirst()).isEqualTo(after);
  }

  @Test
  void shadowed_requests_are_pairs() {
    for (int i = 0; i < 300; i++) {
      canary.observeUnit(Arm.CONTROL, 0);
      canary.observeUnit(Arm.CANDIDATE, 0);
      canary.observePair(0, stable(), stable());
      canary.observePair(1, better(), draws.beta(4, 6));
    }
    CanaryDecision decision = canary.decide();
    assertThat(decision.metrics().getFirst().blocks()).isEqualTo(300);
    assertThat(decision.outcome()).isEqualTo(PROMOTE);
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    CanaryComparison straight = CanaryComparison.start(canary.settings());
    for (int t = 0; t < 400; t++) {
      Arm arm = draws.chance(0.2) ? Arm.CANDIDATE : Arm.CONTROL;
      for (int metric = 0; metric < 3; metric++) {
        double value = draws.uniform();
        straight.observe(metric, arm, value);
        canary.observe(metric, arm, value);
      }
      straight.observeUnit(arm, 0.2);
      canary.observeUnit(arm, 0.2);
      if (t == 200) {
        straight.enterStep(1);
        canary.enterStep(1);
      }
      canary = CanaryComparison.fromBytes(canary.settings(), canary.toBytes());
    }
    assertThat(canary.decide()).isEqualTo(straight.decide());
    assertThat(canary.toBytes()).isEqualTo(straight.toBytes()).hasSizeLessThan(162 + 3 * 308);
  }

  @Test
  void a_state_of_other_settings_is_refused() {
    byte[] bytes = canary.toBytes();
    CanarySettings others = CanarySettings.of(2, List.of(QUALITY, REPAIRED, ERRORS));
    assertThatThrownBy(() -> CanaryComparison.fromBytes(others, bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it belongs to other settings");
  }

  @Test
  void two_metrics_at_ten_steps_fit_into_one_kibibyte() {
    CanaryMetric quality = new CanaryMetric("quality", 0.5, 0, new PromotionGoal.NotWorse(0.05));
    CanaryMetric errors = new CanaryMetric("errors", 0.5, 0, new PromotionGoal.NotWorse(0.05));
    CanaryComparison most = CanaryComparison.start(CanarySettings.of(10, List.of(quality, errors)));
    for (int step = 0; step < 10; step++) {
      most.enterStep(step);
      most.observeUnit(Arm.CONTROL, 0.5);
      most.observe(0, Arm.CONTROL, 0.3);
    }
    assertThat(most.toBytes()).hasSizeLessThanOrEqualTo(162 + 2 * 308).hasSizeLessThan(1_024);
  }

  @Test
  void at_the_maximum_of_units_an_open_canary_is_undecidable_and_says_what_is_missing() {
    CanaryMetric tight = new CanaryMetric("quality", 1, 0.01, new PromotionGoal.NotWorse(0.011));
    canary = CanaryComparison.start(new CanarySettings(0.05, 1, 100, 300, List.of(tight)));
    for (int i = 0; i < 300; i++) {
      assertThat(canary.outcome()).isEqualTo(CONTINUE);
      canary.observeUnit(Arm.CONTROL, 0);
      canary.observeUnit(Arm.CANDIDATE, 0);
      canary.observePair(0, stable(), stable());
    }
    CanaryDecision decision = canary.decide();
    assertThat(decision.outcome()).isEqualTo(UNDECIDABLE).isEqualTo(canary.outcome());
    assertThat(decision.reasons())
        .containsExactlyInAnyOrder(Reason.MAXIMUM_REACHED, Reason.GOAL_NOT_MET);
    assertThat(decision.unmetMetrics()).containsExactly("quality");
  }

  @Test
  void the_maximum_takes_back_neither_a_promotion_nor_a_rollback() {
    CanaryMetric wide = new CanaryMetric("quality", 1, 0, new PromotionGoal.NotWorse(0.2));
    CanarySettings settings = new CanarySettings(0.05, 1, 100, 100, List.of(wide));
    for (double candidate : new double[] {0.9, 0.1}) {
      canary = CanaryComparison.start(settings);
      for (int i = 0; i < 100; i++) {
        canary.observeUnit(Arm.CONTROL, 0);
        canary.observeUnit(Arm.CANDIDATE, 0);
        canary.observePair(0, candidate, 0.9);
      }
      assertThat(canary.decide().outcome()).isEqualTo(candidate == 0.9 ? PROMOTE : ROLL_BACK);
    }
  }

  @Test
  void stable_against_itself_is_promoted_and_shows_no_difference() {
    CanaryMetric quality = new CanaryMetric("quality", 0.5, 0, new PromotionGoal.NotWorse(0.05));
    CanaryMetric errors = new CanaryMetric("errors", 0.5, 0, new PromotionGoal.NotWorse(0.05));
    canary = CanaryComparison.start(CanarySettings.of(2, List.of(quality, errors)));
    for (int i = 0; i < 1_200; i++) {
      Arm arm = draws.chance(0.5) ? Arm.CANDIDATE : Arm.CONTROL;
      canary.observeUnit(arm, 0.5);
      canary.observe(0, arm, stable());
      canary.observe(1, arm, draws.binary(0.99));
    }
    CanaryDecision decision = canary.decide();
    assertThat(decision.outcome()).isEqualTo(PROMOTE);
    assertThat(decision.noDifference()).isTrue();
  }

  @Test
  void a_difference_is_not_called_none() {
    assertThat(canary.decide().noDifference()).as("without units nothing is known").isFalse();
    units(600, 0.5, this::stable, this::better, 0.99);
    assertThat(canary.decide().noDifference()).isFalse();
  }

  @Test
  void bad_settings_and_input_are_named() {
    CanaryMetric overweight = new CanaryMetric("heavy", 0.9, 0, new PromotionGoal.Nothing());
    assertThatThrownBy(() -> new CanarySettings(0.05, 1, 200, 199, List.of(QUALITY)))
        .hasMessageContaining("maximumUnits must lie in [200,");
    assertThatThrownBy(() -> CanarySettings.of(3, List.of(QUALITY, overweight)))
        .hasMessageContaining("must sum to at most 1 but sum to 1.");
    assertThatThrownBy(() -> CanarySettings.of(3, List.of(QUALITY, QUALITY)))
        .hasMessageContaining("two metrics of a canary are named quality");
    assertThatThrownBy(() -> CanarySettings.of(11, List.of(QUALITY)))
        .hasMessageContaining("the declared steps");
    assertThatThrownBy(() -> new CanaryMetric(" ", 1, 0, new PromotionGoal.Nothing()))
        .hasMessageContaining("needs a name");
    assertThatThrownBy(() -> new CanaryMetric("m", 1, 0, null))
        .hasMessageContaining("needs a promotion goal");
    assertThatThrownBy(() -> new PromotionGoal.NotWorse(0)).hasMessageContaining("the margin");
    assertThatThrownBy(() -> new PromotionGoal.Better(1)).hasMessageContaining("the gain");
    assertThatThrownBy(() -> canary.observe(3, Arm.CONTROL, 0.5))
        .hasMessageContaining("a metric's index");
    assertThatThrownBy(() -> canary.observe(0, Arm.CONTROL, Double.NaN))
        .hasMessageContaining("a value must lie in [0.0, 1.0]");
    assertThatThrownBy(() -> canary.decide(1.5)).hasMessageContaining("busiest session key");
  }
}
