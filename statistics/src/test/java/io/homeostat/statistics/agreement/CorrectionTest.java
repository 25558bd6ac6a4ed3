package io.homeostat.statistics.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.agreement.RoganGladen.Count;
import io.homeostat.statistics.agreement.RoganGladen.Result;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CorrectionTest {
  private static double[] labels() {
    double[] labels = new double[40];
    Arrays.setAll(labels, i -> 7 * i % 5 / 4.0);
    return labels;
  }

  private static double[] judged() {
    double[] judged = new double[40];
    double[] labels = labels();
    Arrays.setAll(
        judged, i -> Math.clamp(.25 + .5 * labels[i] + .45 * (11 * i % 13 - 6) / 6.0, 0.0, 1.0));
    return judged;
  }

  // Computed with NumPy from the formulas in the class comment.
  @Test
  void the_prediction_powered_mean_equals_the_oracle() {
    double[] unlabelled = new double[400];
    Arrays.setAll(unlabelled, i -> 13 * i % 97 / 96.0);
    PredictionPoweredMean mean = PredictionPoweredMean.of(labels(), judged(), unlabelled, .05);
    assertThat(mean.weight()).isCloseTo(.629387775657, within(5e-13));
    assertThat(mean.mean().estimate()).isCloseTo(.505343239970, within(5e-13));
    assertThat(mean.standardError()).isCloseTo(.048003967655, within(5e-13));
    assertThat(mean.mean().upper() - mean.mean().estimate())
        .isCloseTo(1.959963984540054 * .048003967655, within(1e-10));
  }

  @Test
  void a_judge_that_says_always_the_same_changes_nothing() {
    PredictionPoweredMean mean =
        PredictionPoweredMean.of(labels(), new double[40], new double[80], .05);
    assertThat(mean.weight()).isZero();
    assertThat(mean.mean().estimate()).isEqualTo(Arrays.stream(labels()).average().orElseThrow());
  }

  @Test
  void the_powered_interval_covers_though_the_judge_is_biased() {
    Draws draws = new Draws(671);
    int covered = 0;
    int narrower = 0;
    int runs = 1_000;
    for (int run = 0; run < runs; run++) {
      double[] y = new double[100];
      double[] f = new double[100];
      double[] others = new double[1_000];
      for (int i = 0; i < 1_000; i++) {
        double label = draws.beta(3, 1);
        double score = Math.clamp(label + .1 + .1 * draws.normal(), 0, 1);
        if (i < 100) {
          y[i] = draws.beta(3, 1);
          f[i] = Math.clamp(y[i] + .1 + .1 * draws.normal(), 0, 1);
        }
        others[i] = score;
      }
      PredictionPoweredMean mean = PredictionPoweredMean.of(y, f, others, .05);
      covered += mean.mean().lower() <= .75 && .75 <= mean.mean().upper() ? 1 : 0;
      narrower += mean.standardError() < .8 * Math.sqrt(.0375 / 100) ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(.91, .98);
    assertThat(narrower).isGreaterThan(900);
  }

  @Test
  void rogan_gladen_corrects_the_share() {
    Result.Estimate estimate =
        (Result.Estimate)
            RoganGladen.correct(
                new Count(300, 1_000), new Count(90, 100), new Count(160, 200), .05);
    // (.3 + .8 − 1)/(.9 + .8 − 1)
    assertThat(estimate.share().estimate()).isCloseTo(1 / 7.0, within(1e-12));
    assertThat(estimate.sensitivity()).isEqualTo(.9);
    assertThat(estimate.specificity()).isEqualTo(.8);
    assertThat(estimate.share().lower()).isBetween(0.0, 1 / 7.0);
    assertThat(estimate.share().upper()).isBetween(1 / 7.0, .3);
  }

  @Test
  void the_corrected_interval_covers() {
    Draws draws = new Draws(672);
    int covered = 0;
    int runs = 2_000;
    for (int run = 0; run < runs; run++) {
      // share .1, sensitivity .9, specificity .85
      Count judged = count(draws, 500, .1 * .9 + .9 * .15);
      Result result =
          RoganGladen.correct(judged, count(draws, 80, .9), count(draws, 120, .85), .05);
      Result.Estimate estimate = (Result.Estimate) result;
      covered += estimate.share().lower() <= .1 && .1 <= estimate.share().upper() ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(.92, .99);
  }

  private static Count count(Draws draws, int total, double share) {
    int cases = 0;
    for (int i = 0; i < total; i++) {
      cases += draws.chance(share) ? 1 : 0;
    }
    return new Count(cases, total);
  }

  @Test
  void a_guessing_judge_cannot_be_corrected_for() {
    assertThat(RoganGladen.correct(new Count(50, 100), new Count(11, 20), new Count(10, 20), .05))
        .isInstanceOf(Result.NotIdentifiable.class);
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> new Count(3, 2)).hasMessageContaining("the cases of a share");
    assertThatThrownBy(
            () -> PredictionPoweredMean.of(new double[5], new double[5], new double[99], .05))
        .hasMessageContaining("the number of labels");
    assertThatThrownBy(
            () -> PredictionPoweredMean.of(new double[40], new double[39], new double[99], .05))
        .hasMessageContaining("40 labels and 39 scores");
    assertThatThrownBy(
            () -> PredictionPoweredMean.of(new double[40], new double[40], new double[9], .05))
        .hasMessageContaining("unlabelled items");
  }
}
