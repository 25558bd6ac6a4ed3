package io.homeostat.statistics.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.agreement.CohenKappa.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CohenKappaTest {
  private static Result.Estimate estimate(int[][] counts) {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        first.addAll(Collections.nCopies(counts[i][j], "c" + i));
        second.addAll(Collections.nCopies(counts[i][j], "c" + j));
      }
    }
    return (Result.Estimate) CohenKappa.compare(first, second, .05);
  }

  // Fleiss, Cohen and Everitt 1969: 200 diagnoses; κ = .429, SE by their formula .0537.
  @Test
  void kappa_and_error_equal_the_published_example() {
    Result.Estimate estimate = estimate(new int[][] {{106, 10, 4}, {22, 28, 10}, {2, 12, 6}});
    assertThat(estimate.kappa().estimate()).isCloseTo(.4285714, within(1e-6));
    double[] oracle = formula(new int[][] {{106, 10, 4}, {22, 28, 10}, {2, 12, 6}});
    assertThat(estimate.standardError()).isCloseTo(oracle[1], within(1e-12));
    assertThat(estimate.kappa().lower())
        .isCloseTo(oracle[0] - 1.959963984540054 * oracle[1], within(1e-9));
    assertThat(estimate.kappa().count()).isEqualTo(200);
  }

  /** The published formula over a table of counts. */
  private static double[] formula(int[][] counts) {
    int k = counts.length;
    double n = 0;
    double[] row = new double[k];
    double[] column = new double[k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        n += counts[i][j];
        row[i] += counts[i][j];
        column[j] += counts[i][j];
      }
    }
    double observed = 0;
    double chance = 0;
    for (int i = 0; i < k; i++) {
      observed += counts[i][i] / n;
      chance += row[i] / n * column[i] / n;
    }
    double kappa = (observed - chance) / (1 - chance);
    double a = 0;
    double b = 0;
    for (int i = 0; i < k; i++) {
      double own = 1 - (row[i] + column[i]) / n * (1 - kappa);
      a += counts[i][i] / n * own * own;
      for (int j = 0; j < k; j++) {
        double off = (column[i] + row[j]) / n;
        b += i == j ? 0 : counts[i][j] / n * off * off;
      }
    }
    b *= (1 - kappa) * (1 - kappa);
    double c = Math.pow(kappa - chance * (1 - kappa), 2);
    return new double[] {kappa, Math.sqrt((a + b - c) / n) / (1 - chance)};
  }

  @Test
  void with_two_categories_it_equals_the_weighted_one() {
    Result.Estimate nominal = estimate(new int[][] {{20, 5}, {10, 15}});
    double[] x = new double[50];
    double[] y = new double[50];
    for (int i = 0; i < 50; i++) {
      x[i] = i < 25 ? 0 : 1;
      y[i] = i < 20 || i >= 25 && i < 35 ? 0 : 1;
    }
    Agreement.Estimate weighted = (Agreement.Estimate) WeightedKappa.compare(x, y, .05);
    assertThat(nominal.kappa().estimate()).isCloseTo(.4, within(1e-12));
    assertThat(nominal.standardError()).isCloseTo(weighted.standardError(), within(1e-12));
    assertThat(weighted.kappaInterval(.05).lower())
        .isCloseTo(nominal.kappa().lower(), within(1e-12));
  }

  @Test
  void perfect_agreement_is_one_without_error() {
    Result.Estimate estimate = estimate(new int[][] {{20, 0}, {0, 30}});
    assertThat(estimate.kappa().estimate()).isEqualTo(1);
    assertThat(estimate.standardError()).isCloseTo(0, within(1e-15));
  }

  @Test
  void the_interval_covers_in_about_ninety_five_of_a_hundred() {
    Draws draws = new Draws(661);
    int covered = 0;
    int runs = 2_000;
    // both rate yes in half of the items and agree in .85: κ = .7
    for (int run = 0; run < runs; run++) {
      List<String> first = new ArrayList<>();
      List<String> second = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        boolean yes = draws.chance(.5);
        first.add("" + yes);
        second.add("" + (yes == draws.chance(.85)));
      }
      Result.Estimate estimate = (Result.Estimate) CohenKappa.compare(first, second, .05);
      covered += estimate.kappa().lower() <= .7 && .7 <= estimate.kappa().upper() ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(.92, .975);
  }

  @Test
  void too_few_items_and_no_variation_are_answers() {
    List<String> same = Collections.nCopies(30, "yes");
    assertThat(CohenKappa.compare(same, same, .05)).isEqualTo(new Result.NoVariation("yes"));
    assertThat(CohenKappa.compare(same.subList(0, 5), same.subList(0, 5), .05))
        .isEqualTo(new Result.NotEnoughData(5, 20));
    assertThatThrownBy(() -> CohenKappa.compare(same, same.subList(0, 29), .05))
        .hasMessageContaining("30 and 29");
  }
}
