package io.homeostat.statistics.samples;

import static io.homeostat.statistics.samples.Samples.X;
import static io.homeostat.statistics.samples.Samples.Y;
import static io.homeostat.statistics.samples.Samples.tested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.samples.Comparison.Method;
import io.homeostat.statistics.samples.Comparison.Tested;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Oracles without another source: SciPy 1.16, ks_2samp, cramervonmises_2samp, mannwhitneyu. */
class RankTestsTest {
  private static final double[] LOW = {1, 2, 3, 4, 5};
  private static final double[] HIGH = {4.5, 5.5, 6.5, 7.5, 8.5};
  private static final double[] SIX = {.1, .4, .7, .9, .95, .3};
  private static final double[] FOUR = {.2, .35, .8, .85};

  private static Comparison cramer(double[] reference, double[] current) {
    return CramerVonMises.compare(reference, current, Samples.permutations(604));
  }

  @Test
  void kolmogorov_smirnov_equals_the_oracle() {
    Tested exact = tested(KolmogorovSmirnov.compare(X, Y));
    assertThat(exact.statistic()).isCloseTo(.0575, within(1e-15));
    assertThat(exact.pValue()).isCloseTo(.996661503587, within(1e-12));
    assertThat(exact.method()).isEqualTo(Method.EXACT);
    assertThat(exact.tied()).isEqualTo(8);
    Tested givenTies = tested(KolmogorovSmirnov.givenTies(X, Y));
    assertThat(givenTies.method()).isEqualTo(Method.EXACT_GIVEN_TIES);
    assertThat(givenTies.pValue()).isLessThan(exact.pValue()).isGreaterThan(.99);
  }

  @Test
  void small_samples_are_exact() {
    Tested small = tested(KolmogorovSmirnov.compare(LOW, HIGH));
    assertThat(small.statistic()).isCloseTo(.8, within(1e-15));
    assertThat(small.pValue()).isCloseTo(.0793650793651, within(1e-13));
    assertThat(tested(KolmogorovSmirnov.compare(SIX, FOUR)).pValue())
        .isCloseTo(.9238095238095238, within(1e-14));
    Tested cramer = tested(cramer(LOW, HIGH));
    assertThat(cramer.statistic()).isCloseTo(.69, within(1e-14));
    assertThat(cramer.pValue()).isCloseTo(4 / 252.0, within(1e-14));
    assertThat(tested(cramer(SIX, FOUR)).pValue()).isCloseTo(.9476190476190476, within(1e-14));
    assertThat(tested(MannWhitney.compare(LOW, HIGH)).pValue()).isCloseTo(4 / 252.0, within(1e-14));
    assertThat(tested(MannWhitney.compare(SIX, FOUR)).statistic()).isEqualTo(13);
    assertThat(tested(MannWhitney.compare(SIX, FOUR)).pValue())
        .isCloseTo(.9142857142857143, within(1e-14));
  }

  @Test
  void tiny_p_values_keep_their_digits() {
    double[] below = IntStream.range(0, 40).mapToDouble(i -> i).toArray();
    double[] above = IntStream.range(0, 40).mapToDouble(i -> 100 + i).toArray();
    // two of 80 over 40 orders are as extreme
    double two = 2 / 1.0750720873333652e23;
    assertThat(tested(KolmogorovSmirnov.compare(below, above)).pValue())
        .isCloseTo(two, within(two * 1e-10));
    assertThat(tested(MannWhitney.compare(below, above)).pValue())
        .isCloseTo(two, within(two * 1e-10));
  }

  @Test
  void given_ties_the_p_value_is_that_of_all_splits() {
    double[] a = {1, 1, 2, 3, 3, 4};
    double[] b = {2, 3, 3, 4, 5, 5, 5};
    PooledSample pooled = PooledSample.of(a, b);
    SplitStatistic largestGap =
        (x, y) -> {
          double gap = 0;
          double largest = 0;
          for (int k = 0; k < x.length; k++) {
            gap += x[k] / 6.0 - y[k] / 7.0;
            largest = Math.max(largest, Math.abs(gap));
          }
          return largest;
        };
    double observed = largestGap.of(pooled.reference(), pooled.current());
    assertThat(tested(KolmogorovSmirnov.givenTies(a, b)).pValue())
        .isCloseTo(Splits.pValue(pooled, largestGap, observed), within(1e-13));
    SplitStatistic shift =
        (x, y) -> {
          double u = 0;
          for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
              u += x[i] * y[j] * (i > j ? 1 : i == j ? .5 : 0);
            }
          }
          return Math.abs(u - 21);
        };
    assertThat(tested(MannWhitney.compare(a, b)).pValue())
        .isCloseTo(
            Splits.pValue(pooled, shift, shift.of(pooled.reference(), pooled.current())),
            within(1e-13));
  }

  @Test
  void cramer_von_mises_equals_the_oracle() {
    Tested result = tested(cramer(X, Y));
    assertThat(result.statistic()).isCloseTo(.025254629629628766, within(1e-13));
    assertThat(result.pValue()).isCloseTo(.991694848391, within(1e-12));
    assertThat(result.method()).isEqualTo(Method.ASYMPTOTIC);
  }

  // Anderson and Darling 1952: points of the limit law.
  @Test
  void the_limit_laws_equal_their_tables() {
    assertThat(CramerVonMises.limitSurvival(.46136)).isCloseTo(.05, within(2e-6));
    assertThat(CramerVonMises.limitSurvival(.74346)).isCloseTo(.01, within(2e-6));
    assertThat(CramerVonMises.limitSurvival(.11888)).isCloseTo(.5, within(1e-4));
    // Smirnov 1948
    assertThat(KolmogorovSmirnov.limitSurvival(1.3581)).isCloseTo(.05, within(5e-6));
    assertThat(KolmogorovSmirnov.limitSurvival(.8276)).isCloseTo(.5, within(5e-5));
    assertThat(KolmogorovSmirnov.limitSurvival(1 - 1e-9))
        .isCloseTo(KolmogorovSmirnov.limitSurvival(1), within(1e-7));
  }

  @Test
  void mann_whitney_equals_the_oracle() {
    Tested result = tested(MannWhitney.compare(X, Y));
    assertThat(result.statistic()).isEqualTo(3925);
    assertThat(result.pValue()).isCloseTo(.8301817310642932, within(1e-12));
    assertThat(result.method()).isEqualTo(Method.ASYMPTOTIC);
    assertThat(tested(MannWhitney.compare(Y, X)).statistic()).isEqualTo(4075);
  }

  @Test
  void the_asymptotic_laws_come_near_the_exact_ones() {
    Draws draws = new Draws(601);
    double[] a = Samples.beta(draws, 400);
    double[] b = Samples.beta(draws, 300);
    for (int i = 0; i < b.length; i++) {
      b[i] -= .01;
    }
    assertThat(tested(KolmogorovSmirnov.asymptotic(a, b)).pValue())
        .isCloseTo(tested(KolmogorovSmirnov.compare(a, b)).pValue(), within(.02));
  }

  @Test
  void without_a_change_p_values_are_uniform() {
    Draws draws = new Draws(602);
    Samples.assertUniform(
        600, .6, _ -> KolmogorovSmirnov.compare(Samples.beta(draws, 60), Samples.beta(draws, 47)));
    Samples.assertUniform(600, .9, _ -> cramer(Samples.beta(draws, 60), Samples.beta(draws, 47)));
    Samples.assertUniform(
        600, .9, _ -> MannWhitney.compare(Samples.beta(draws, 80), Samples.beta(draws, 70)));
    Samples.assertUniform(
        600, .9, _ -> MannWhitney.compare(Samples.levels(draws, 80), Samples.levels(draws, 70)));
    Samples.assertUniform(
        600,
        .4,
        _ -> KolmogorovSmirnov.givenTies(Samples.levels(draws, 60), Samples.levels(draws, 47)));
  }

  @Test
  void on_a_few_levels_cramer_von_mises_keeps_its_level() {
    Draws draws = new Draws(605);
    Permutations permutations = Samples.permutations(606);
    Samples.assertUniform(
        500,
        .8,
        _ ->
            CramerVonMises.compare(
                Samples.levels(draws, 150), Samples.levels(draws, 60), permutations));
    Tested tied = tested(cramer(Samples.levels(draws, 150), Samples.levels(draws, 60)));
    assertThat(tied.method()).isEqualTo(Method.PERMUTATION);
  }

  @Test
  void without_ties_both_forms_of_cramer_von_mises_are_one() {
    PooledSample pooled = PooledSample.of(SIX, FOUR);
    assertThat(CramerVonMises.tiedDistance(pooled.reference(), pooled.current(), 6, 4))
        .isCloseTo(tested(cramer(SIX, FOUR)).statistic(), within(1e-14));
  }

  @Test
  void with_ties_the_continuous_p_value_is_an_upper_bound() {
    Draws draws = new Draws(603);
    for (int run = 0; run < 50; run++) {
      double[] a = Samples.levels(draws, 30);
      double[] b = Samples.levels(draws, 25);
      assertThat(tested(KolmogorovSmirnov.givenTies(a, b)).pValue())
          .isLessThanOrEqualTo(tested(KolmogorovSmirnov.compare(a, b)).pValue() + 1e-12);
    }
  }

  @Test
  void one_value_everywhere_is_no_difference() {
    double[] same = {.5, .5, .5, .5};
    assertThat(tested(KolmogorovSmirnov.compare(same, same)).pValue()).isEqualTo(1);
    assertThat(tested(cramer(same, same)).pValue()).isEqualTo(1);
    assertThat(tested(MannWhitney.compare(same, same)).pValue()).isEqualTo(1);
    double[] many = new double[2_000];
    assertThat(tested(MannWhitney.compare(many, many)).pValue()).isEqualTo(1);
  }

  @Test
  void minus_zero_is_zero() {
    assertThat(tested(KolmogorovSmirnov.compare(new double[] {-0.0, 1}, new double[] {0, 1})))
        .returns(0.0, Tested::statistic);
  }

  @Test
  void too_few_values_and_bad_input_are_named() {
    double[] one = {.5};
    assertThat(KolmogorovSmirnov.compare(one, X))
        .isEqualTo(new Comparison.NotEnoughData(1, 100, 2));
    assertThat(cramer(X, new double[0])).isEqualTo(new Comparison.NotEnoughData(100, 0, 2));
    assertThat(MannWhitney.compare(one, one)).isEqualTo(new Comparison.NotEnoughData(1, 1, 2));
    assertThatThrownBy(() -> MannWhitney.compare(X, new double[] {1, Double.NaN}))
        .hasMessageContaining("current value 1 must lie in");
    assertThatThrownBy(() -> cramer(new double[] {1 / 0.0, 1}, X))
        .hasMessageContaining("reference value 0 must lie in");
    assertThatThrownBy(() -> tested(MannWhitney.compare(X, Y)).differs(0))
        .hasMessageContaining("the level of a test");
  }
}
