package io.homeostat.statistics.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.Interval;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of a judge beside its agreement: length bias, and whether it changed. */
class JudgeChecksTest {
  // Computed in Python by least squares on length and one indicator per label, HC1 errors.
  @Test
  void the_length_bias_equals_the_regression_with_label_indicators() {
    double[] labels = new double[60];
    Arrays.setAll(labels, i -> 7 * i % 5 / 4.0);
    double[] lengths = new double[60];
    Arrays.setAll(lengths, i -> 1 + 37 * i % 101 * 3.0);
    double[] judged = new double[60];
    Arrays.setAll(
        judged,
        i -> labels[i] + (11 * i % 13 - 6) / 60.0 + .03 * Math.log(lengths[i]) / Math.log(2));
    Interval slope = estimate(judged, labels, lengths);
    assertThat(slope.estimate()).isCloseTo(.034605022996635953, within(1e-12));
    assertThat((slope.upper() - slope.lower()) / 2)
        .isCloseTo(
            TDistribution.of(54).inverseSurvivalProbability(.025) * .00576993224296057,
            within(1e-12));
  }

  @Test
  void a_noisy_judge_without_length_bias_is_cleared_although_good_answers_are_longer() {
    Draws draws = new Draws(901);
    int covered = 0;
    int runs = 1_000;
    for (int run = 0; run < runs; run++) {
      double[] labels = new double[100];
      double[] judged = new double[100];
      double[] lengths = new double[100];
      for (int i = 0; i < 100; i++) {
        labels[i] = i % 5 / 4.0;
        lengths[i] = Math.exp(3 + 2 * labels[i] + .5 * draws.normal());
        judged[i] = Math.clamp(.2 + .6 * labels[i] + .1 * draws.normal(), 0.0, 1.0);
      }
      Interval slope = estimate(judged, labels, lengths);
      covered += slope.lower() <= 0 && 0 <= slope.upper() ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(.92, .98);
  }

  @Test
  void equal_lengths_tell_nothing() {
    double[] same = new double[60];
    Arrays.fill(same, 12);
    assertThat(LengthBias.measure(new double[60], new double[60], same, .05))
        .isInstanceOf(LengthBias.Result.NotIdentifiable.class);
    assertThatThrownBy(
            () -> LengthBias.measure(new double[2], new double[2], new double[] {1, 0}, .05))
        .hasMessageContaining("length 1");
  }

  // Counted in Python over all sign patterns.
  @ParameterizedTest
  @CsvSource({
    "3 -1 2 2 0 1, 0.1875",
    "1 1 1 1 1 1 1 1, 0.0078125",
    "2 -2 1 4 -1 3 0 0 2 1, 0.1640625",
    "0 0 0, 1",
    "5, 1"
  })
  void the_sign_flip_test_counts_every_pattern(String differences, double p) {
    assertThat(
            SignFlipTest.pValue(
                Arrays.stream(differences.split(" ")).mapToInt(Integer::parseInt).toArray()))
        .isCloseTo(p, within(1e-12));
  }

  @Test
  void an_unchanged_noisy_judge_is_called_changed_as_rarely_as_stated() {
    Draws draws = new Draws(902);
    int called = 0;
    int runs = 20_000;
    for (int run = 0; run < runs; run++) {
      int[] differences = new int[60];
      Arrays.setAll(differences, i -> noise(draws) - noise(draws));
      called += SignFlipTest.pValue(differences) <= .01 ? 1 : 0;
    }
    assertThat(called / (double) runs).isLessThanOrEqualTo(.0121);
  }

  @Test
  void a_shift_of_a_third_of_a_point_is_found() {
    Draws draws = new Draws(903);
    int found = 0;
    for (int run = 0; run < 200; run++) {
      int[] differences = new int[200];
      Arrays.setAll(
          differences, i -> noise(draws) - noise(draws) - (draws.chance(1 / 3.0) ? 1 : 0));
      found += SignFlipTest.pValue(differences) <= .001 ? 1 : 0;
    }
    assertThat(found).isGreaterThan(180);
  }

  private static int noise(Draws draws) {
    return draws.chance(.1) ? 1 : draws.chance(.1) ? -1 : 0;
  }

  private static Interval estimate(double[] judged, double[] labels, double[] lengths) {
    return ((LengthBias.Result.Estimate) LengthBias.measure(judged, labels, lengths, .05))
        .perDoubling();
  }
}
