package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What must hold for any differences. */
class CanaryPropertiesTest {
  @Provide
  Arbitrary<List<Double>> differences() {
    return Arbitraries.doubles().between(-1, 1).ofScale(3).list().ofMinSize(1).ofMaxSize(60);
  }

  @Property(tries = 200, seed = "51")
  void evidence_does_not_depend_on_the_order_of_the_differences(
      @ForAll("differences") List<Double> differences, @ForAll Random random) {
    List<Double> shuffled = new ArrayList<>(differences);
    Collections.shuffle(shuffled, random);
    assertThat(evidence(shuffled)).isCloseTo(evidence(differences), within(1e-9));
  }

  private static double evidence(List<Double> differences) {
    BettingProcess process = BettingProcess.above(-0.02, -1, 1);
    differences.forEach(process::observe);
    return process.logEvidence();
  }

  @Property(tries = 200, seed = "52")
  void harm_of_one_arm_is_superiority_of_the_other(
      @ForAll("differences") List<Double> differences,
      @ForAll @DoubleRange(min = 0, max = 0.3) double tolerance) {
    LateHarmProcess harm = LateHarmProcess.declare(tolerance, 1);
    BettingProcess better = BettingProcess.above(tolerance, -1, 1);
    for (double difference : differences) {
      harm.observe(difference);
      better.observe(-difference);
    }
    assertThat(harm.logPeak()).isCloseTo(better.logPeak(), within(1e-9));
  }

  @Property(tries = 200, seed = "53")
  void evidence_does_not_depend_on_the_unit_of_measurement(
      @ForAll("differences") List<Double> differences,
      @ForAll @DoubleRange(min = 0.01, max = 100) double unit) {
    BettingProcess scaled = BettingProcess.above(-0.02 * unit, -unit, unit);
    for (double difference : differences) {
      scaled.observe(Math.clamp(difference * unit, -unit, unit));
    }
    assertThat(scaled.logEvidence()).isCloseTo(evidence(differences), within(1e-6));
  }

  @Property(tries = 200, seed = "54")
  void a_wider_margin_is_never_harder_to_show(
      @ForAll @DoubleRange(min = 0.01, max = 0.4) double margin,
      @ForAll @DoubleRange(min = 0.01, max = 0.4) double more,
      @ForAll @DoubleRange(min = -0.01, max = 1) double difference) {
    BettingProcess narrow = BettingProcess.above(-margin, -1, 1);
    BettingProcess wide = BettingProcess.above(-margin - more, -1, 1);
    for (int t = 0; t < 20; t++) {
      narrow.observe(difference);
      wide.observe(difference);
    }
    assertThat(wide.logEvidence()).isGreaterThanOrEqualTo(narrow.logEvidence() - 1e-12);
  }

  @Property(tries = 100, seed = "55")
  void a_canary_goes_on_from_any_cut_as_if_it_had_never_stopped(
      @ForAll("differences") List<Double> differences,
      @ForAll @IntRange(max = 59) int cut,
      @ForAll @IntRange(min = 1, max = 10) int steps) {
    CanaryMetric quality = new CanaryMetric("quality", 0.7, 0, new PromotionGoal.NotWorse(0.1));
    CanaryMetric other = new CanaryMetric("other", 0.3, 0, new PromotionGoal.Nothing());
    CanarySettings settings = CanarySettings.of(steps, List.of(quality, other));
    CanaryComparison straight = CanaryComparison.start(settings);
    CanaryComparison saved = CanaryComparison.start(settings);
    for (int t = 0; t < differences.size(); t++) {
      if (t == cut) {
        saved = CanaryComparison.fromBytes(settings, saved.toBytes());
      }
      feed(straight, t, Math.min(t / 5, steps - 1), differences.get(t));
      feed(saved, t, Math.min(t / 5, steps - 1), differences.get(t));
    }
    assertThat(saved.decide()).isEqualTo(straight.decide());
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSizeLessThan(1_024);
  }

  private static void feed(CanaryComparison canary, int t, int step, double difference) {
    if (t % 5 == 0) {
      canary.enterStep(step);
    }
    Arm arm = t % 3 == 0 ? Arm.CANDIDATE : Arm.CONTROL;
    canary.observeUnit(arm, 0.3);
    canary.observe(0, arm, Math.abs(difference));
    canary.observe(1, arm, Math.abs(difference));
  }
}
