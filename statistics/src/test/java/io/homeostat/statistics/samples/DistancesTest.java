package io.homeostat.statistics.samples;

import static io.homeostat.statistics.samples.Samples.X;
import static io.homeostat.statistics.samples.Samples.Y;
import static io.homeostat.statistics.samples.Samples.permutations;
import static io.homeostat.statistics.samples.Samples.tested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.samples.Comparison.Method;
import io.homeostat.statistics.samples.Comparison.Tested;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Oracles computed with SciPy 1.16 and NumPy. */
class DistancesTest {
  @Test
  void distances_equal_the_oracles() {
    assertThat(tested(Wasserstein.compare(X, Y, permutations(1))).statistic())
        .isCloseTo(.020218421053, within(5e-13));
    assertThat(tested(EnergyDistance.compare(X, Y, permutations(1))).statistic())
        .isCloseTo(.033241936102, within(5e-13));
    assertThat(tested(JensenShannon.compare(X, Y, permutations(1))).statistic())
        .isCloseTo(.065405623080, within(5e-13));
    assertThat(tested(PopulationStability.compare(X, Y, 10, .01)).statistic())
        .isCloseTo(.036734316777, within(5e-13));
  }

  @Test
  void the_limit_of_the_stability_index_falls_with_the_sample_sizes() {
    Tested small = tested(PopulationStability.compare(X, Y, 10, .01));
    // (1/100 + 1/80) times 21.66599, the .99 point of χ² with 9 degrees of freedom
    assertThat(small.limit().orElseThrow()).isCloseTo(.0225 * 21.665994, within(1e-6));
    // 1 − F(.036734316777/.0225) with 9 degrees of freedom
    assertThat(small.pValue()).isCloseTo(.9960379913335639, within(1e-12));
    Draws draws = new Draws(611);
    Tested large =
        tested(
            PopulationStability.compare(
                Samples.beta(draws, 1_000), Samples.beta(draws, 1_000), 10, .01));
    assertThat(large.limit().orElseThrow()).isCloseTo(.002 * 21.665994, within(1e-6));
  }

  @Test
  void few_levels_are_bins_of_their_own() {
    double[] reference = new double[200];
    double[] current = new double[200];
    Arrays.setAll(reference, i -> i % 5 / 4.0);
    Arrays.setAll(current, i -> i % 4 / 4.0);
    // four shares of .2 become .25, one becomes 1e-4
    double expected = 4 * (-.05 * Math.log(.8)) + (.2 - 1e-4) * Math.log(.2 / 1e-4);
    assertThat(tested(PopulationStability.compare(reference, current, 10, .01)).statistic())
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void bins_that_are_too_small_are_not_enough_data() {
    assertThat(PopulationStability.compare(X, Arrays.copyOf(Y, 20), 10, .01))
        .isInstanceOf(Comparison.NotEnoughData.class);
  }

  @Test
  void chi_square_equals_the_table_of_counts() {
    int[] reference = {20, 30, 50};
    int[] current = {30, 30, 20};
    Tested result = tested(ChiSquare.compare(reference, current, permutations(2)));
    assertThat(result.statistic()).isCloseTo(12.792857142857146, within(1e-12));
    assertThat(result.pValue()).isCloseTo(.001667502015585043, within(1e-13));
    assertThat(result.method()).isEqualTo(Method.ASYMPTOTIC);
  }

  // Fisher 1935, the lady tasting tea: 3 of 4 right; both tails 34/70.
  @Test
  void small_tables_are_exact() {
    Tested tea = tested(ChiSquare.compare(new int[] {3, 1}, new int[] {1, 3}, permutations(3)));
    assertThat(tea.method()).isEqualTo(Method.EXACT_GIVEN_TIES);
    assertThat(tea.pValue()).isCloseTo(34 / 70.0, within(1e-12));
  }

  @Test
  void permutation_p_values_are_one_plus_b_over_one_plus_all() {
    Permutations few = new Permutations(19, .05, new java.util.SplittableRandom(4));
    double[] far = new double[200];
    Arrays.fill(far, 5);
    Tested result = tested(Wasserstein.compare(X, far, few));
    assertThat(result.pValue()).isEqualTo(1 / 20.0);
    assertThat(result.limit()).isPresent();
    assertThat(result.statistic()).isGreaterThan(result.limit().orElseThrow());
  }

  @Test
  void significance_and_limit_say_the_same() {
    Draws draws = new Draws(612);
    Permutations permutations = permutations(5);
    for (int run = 0; run < 200; run++) {
      Tested result =
          tested(
              Wasserstein.compare(Samples.beta(draws, 40), Samples.beta(draws, 30), permutations));
      assertThat(result.differs(.05)).isEqualTo(result.statistic() > result.limit().orElseThrow());
    }
  }

  @Test
  void without_a_change_p_values_are_uniform() {
    Draws draws = new Draws(613);
    Permutations permutations = permutations(6);
    Samples.assertUniform(
        500,
        .9,
        _ -> Wasserstein.compare(Samples.beta(draws, 60), Samples.beta(draws, 40), permutations));
    Samples.assertUniform(
        500,
        .9,
        _ ->
            EnergyDistance.compare(Samples.beta(draws, 60), Samples.beta(draws, 40), permutations));
    Samples.assertUniform(
        500,
        .8,
        _ -> JensenShannon.compare(Samples.beta(draws, 60), Samples.beta(draws, 40), permutations));
    Samples.assertUniform(
        500,
        .9,
        _ ->
            PopulationStability.compare(
                Samples.beta(draws, 150), Samples.beta(draws, 60), 10, permutations));
    Samples.assertUniform(
        800,
        .9,
        _ ->
            PopulationStability.compare(
                Samples.beta(draws, 2_000), Samples.beta(draws, 2_000), 10, .01));
    Samples.assertUniform(
        500,
        .8,
        _ ->
            ChiSquare.ofLevels(
                Samples.levels(draws, 150), Samples.levels(draws, 90), permutations));
  }

  @Test
  void one_value_everywhere_is_no_difference() {
    double[] same = new double[100];
    assertThat(tested(Wasserstein.compare(same, same, permutations(7))).pValue()).isEqualTo(1);
    assertThat(tested(JensenShannon.compare(same, same, permutations(7))).pValue()).isEqualTo(1);
    assertThat(tested(PopulationStability.compare(same, same, 10, .01)).pValue()).isEqualTo(1);
    assertThat(tested(ChiSquare.ofLevels(same, same, permutations(7))).pValue()).isEqualTo(1);
  }

  @Test
  void the_histogram_counts_every_value_once() {
    Histogram histogram = Histogram.of(X, Y);
    assertThat(histogram.reference()).hasSize(9);
    assertThat(Arrays.stream(histogram.reference()).sum()).isEqualTo(100);
    assertThat(Arrays.stream(histogram.current()).sum()).isEqualTo(80);
    assertThat(Histogram.of(new double[] {3}, new double[] {3}).reference()).containsExactly(1);
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> PopulationStability.compare(X, Y, 1, .01))
        .hasMessageContaining("the number of bins");
    assertThatThrownBy(() -> ChiSquare.compare(new int[] {1}, new int[] {1, 2}, permutations(8)))
        .hasMessageContaining("there are 1 and 2");
    assertThatThrownBy(() -> ChiSquare.compare(new int[] {-1}, new int[] {1}, permutations(8)))
        .hasMessageContaining("reference count 0");
    assertThatThrownBy(() -> new Permutations(5, .05, new java.util.SplittableRandom(1)))
        .hasMessageContaining("the number of permutations");
    assertThatThrownBy(() -> new Permutations(99, .05, null))
        .hasMessageContaining("source of random numbers");
    assertThatThrownBy(() -> Histogram.of(new double[0], new double[0]))
        .hasMessageContaining("at least one value");
  }
}
