package io.homeostat.statistics.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.agreement.Agreement.Estimate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WeightedKappaTest {
  private static Estimate estimate(double[] judgements, double[] labels) {
    Agreement agreement = WeightedKappa.compare(judgements, labels, 0.05);
    assertThat(agreement).isInstanceOf(Estimate.class);
    return (Estimate) agreement;
  }

  /** Pairs from a table of counts: rows judgements, columns labels, both in 0..k−1. */
  private static double[][] pairs(int[][] counts) {
    int n = Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
    double[][] pairs = new double[2][n];
    int next = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        for (int c = 0; c < counts[i][j]; c++) {
          pairs[0][next] = i;
          pairs[1][next++] = j;
        }
      }
    }
    return pairs;
  }

  // Cohen 1960 for two categories (20, 5, 10, 15): κ = (.70 − .50)/(1 − .50).
  @Test
  void with_two_categories_it_is_cohens_kappa() {
    double[][] pairs = pairs(new int[][] {{20, 5}, {10, 15}});
    assertThat(estimate(pairs[0], pairs[1]).kappa()).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void kappa_and_error_equal_the_formulas_over_categories() {
    int[][] counts = {
      {11, 3, 1, 0, 0}, {2, 9, 4, 1, 0}, {0, 3, 8, 3, 1}, {0, 0, 2, 7, 4}, {1, 0, 0, 3, 9}
    };
    double[][] pairs = pairs(counts);
    double[] oracle = fleissCohenEveritt(counts);
    Estimate estimate = estimate(pairs[0], pairs[1]);
    assertThat(estimate.kappa()).isCloseTo(oracle[0], within(1e-12));
    assertThat(estimate.standardError()).isCloseTo(oracle[1], within(1e-12));
    assertThat(estimate.lowerBound()).isCloseTo(oracle[0] - 1.6448536 * oracle[1], within(1e-7));
  }

  /** Fleiss, Cohen and Everitt 1969 over a table of counts with quadratic weights. */
  private static double[] fleissCohenEveritt(int[][] counts) {
    int k = counts.length;
    double n = Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
    double[] row = new double[k];
    double[] column = new double[k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        row[i] += counts[i][j] / n;
        column[j] += counts[i][j] / n;
      }
    }
    double observed = 0;
    double chance = 0;
    double[] rowWeight = new double[k];
    double[] columnWeight = new double[k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        double w = 1 - (i - j) * (i - j) / ((k - 1.0) * (k - 1));
        observed += w * counts[i][j] / n;
        chance += w * row[i] * column[j];
        rowWeight[i] += w * column[j];
        columnWeight[j] += w * row[i];
      }
    }
    double sum = 0;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        double w = 1 - (i - j) * (i - j) / ((k - 1.0) * (k - 1));
        double term = w * (1 - chance) - (rowWeight[i] + columnWeight[j]) * (1 - observed);
        sum += counts[i][j] / n * term * term;
      }
    }
    double tail = observed * chance - 2 * chance + observed;
    double variance = (sum - tail * tail) / (n * Math.pow(1 - chance, 4));
    return new double[] {(observed - chance) / (1 - chance), Math.sqrt(variance)};
  }

  @Test
  void the_scale_does_not_matter() {
    Draws draws = new Draws(101);
    double[] x = new double[60];
    double[] y = new double[60];
    double[] mappedX = new double[60];
    double[] mappedY = new double[60];
    for (int i = 0; i < 60; i++) {
      x[i] = Math.floor(5 * draws.uniform()) + 1;
      y[i] = draws.chance(0.6) ? x[i] : Math.floor(5 * draws.uniform()) + 1;
      mappedX[i] = (x[i] - 1) / 4;
      mappedY[i] = (y[i] - 1) / 4;
    }
    Estimate raw = estimate(x, y);
    Estimate mapped = estimate(mappedX, mappedY);
    assertThat(mapped.kappa()).isCloseTo(raw.kappa(), within(1e-12));
    assertThat(mapped.standardError()).isCloseTo(raw.standardError(), within(1e-12));
    assertThat(mapped.bias().estimate()).isCloseTo(raw.bias().estimate() / 4, within(1e-12));
    assertThat(estimate(y, x).kappa()).isCloseTo(raw.kappa(), within(1e-12));
  }

  @Test
  void perfect_agreement_is_one_and_a_constant_shift_is_bias() {
    double[] labels = new double[40];
    double[] strict = new double[40];
    for (int i = 0; i < 40; i++) {
      labels[i] = i % 5 / 4.0;
      strict[i] = labels[i] - 0.1;
    }
    assertThat(estimate(labels, labels))
        .isEqualTo(new Estimate(1, 0, 1, new io.homeostat.statistics.Interval(0, 0, 0, 40)));
    Estimate shifted = estimate(strict, labels);
    assertThat(shifted.bias().estimate()).isCloseTo(-0.1, within(1e-12));
    assertThat(shifted.kappa()).isLessThan(1);
  }

  @Test
  void the_lower_bound_holds_in_about_ninety_five_of_a_hundred() {
    Draws draws = new Draws(102);
    int above = 0;
    int runs = 2_000;
    // Binary, both arms .5, agreement .85: κ = .7.
    for (int run = 0; run < runs; run++) {
      double[] x = new double[100];
      double[] y = new double[100];
      for (int i = 0; i < 100; i++) {
        x[i] = draws.binary(0.5);
        y[i] = draws.chance(0.85) ? x[i] : 1 - x[i];
      }
      above += estimate(x, y).lowerBound() > 0.7 ? 1 : 0;
    }
    assertThat(above / (double) runs).isBetween(0.03, 0.09);
  }

  @Test
  void too_few_items_and_no_variation_are_answers() {
    assertThat(WeightedKappa.compare(new double[19], new double[19], 0.05))
        .isEqualTo(new Agreement.NotEnoughData(19, 20));
    assertThat(WeightedKappa.compare(new double[30], new double[30], 0.05))
        .isEqualTo(new Agreement.NoVariation(0));
  }

  @Test
  void bad_input_is_named() {
    double[] broken = new double[30];
    broken[4] = Double.NaN;
    assertThatThrownBy(() -> WeightedKappa.compare(broken, new double[30], 0.05))
        .hasMessageContaining("judgement 4 must lie in");
    assertThatThrownBy(() -> WeightedKappa.compare(new double[30], new double[29], 0.05))
        .hasMessageContaining("30 judgements and 29 labels");
    assertThatThrownBy(() -> WeightedKappa.compare(new double[30], new double[30], 0))
        .hasMessageContaining("the error probability of an agreement");
  }
}
