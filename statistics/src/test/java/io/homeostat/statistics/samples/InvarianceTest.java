package io.homeostat.statistics.samples;

import static io.homeostat.statistics.samples.Samples.tested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.samples.Comparison.Tested;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class InvarianceTest {
  private static final int TRIES = 60;

  private static double[] values(List<Integer> levels) {
    return levels.stream().mapToDouble(level -> level / 8.0).toArray();
  }

  private static Stream<BiFunction<double[], double[], Comparison>> rankTests() {
    return Stream.of(
        KolmogorovSmirnov::compare,
        KolmogorovSmirnov::givenTies,
        (x, y) -> CramerVonMises.compare(x, y, fresh()));
  }

  private static Stream<BiFunction<double[], double[], Comparison>> distances() {
    return Stream.of(
        (x, y) -> Wasserstein.compare(x, y, fresh()),
        (x, y) -> EnergyDistance.compare(x, y, fresh()),
        (x, y) -> JensenShannon.compare(x, y, fresh()),
        (x, y) -> ChiSquare.ofLevels(x, y, fresh()));
  }

  private static Permutations fresh() {
    return new Permutations(19, .05, new SplittableRandom(1));
  }

  @Property(tries = TRIES)
  void exchanging_the_samples_changes_nothing(
      @ForAll @Size(min = 3, max = 12) List<@IntRange(max = 40) Integer> reference,
      @ForAll @Size(min = 2, max = 8) List<@IntRange(max = 40) Integer> current) {
    double[] x = values(reference);
    double[] y = values(current);
    Stream.concat(rankTests(), distances())
        .forEach(
            test -> {
              Tested one = tested(test.apply(x, y));
              Tested other = tested(test.apply(y, x));
              assertThat(other.statistic()).isCloseTo(one.statistic(), within(1e-9));
              if (one.method() == other.method() && one.method() != Comparison.Method.PERMUTATION) {
                assertThat(other.pValue()).isCloseTo(one.pValue(), within(1e-9));
              }
            });
    Tested shift = tested(MannWhitney.compare(x, y));
    Tested back = tested(MannWhitney.compare(y, x));
    assertThat(shift.statistic() + back.statistic()).isEqualTo(x.length * (double) y.length);
    assertThat(back.pValue()).isCloseTo(shift.pValue(), within(1e-12));
  }

  @Property(tries = TRIES)
  void the_order_of_the_values_does_not_matter(
      @ForAll @Size(min = 2, max = 15) List<@IntRange(max = 60) Integer> reference,
      @ForAll @Size(min = 2, max = 15) List<@IntRange(max = 60) Integer> current) {
    double[] x = values(reference);
    double[] y = values(current);
    double[] reversed = new double[x.length];
    Arrays.setAll(reversed, i -> x[x.length - 1 - i]);
    Stream.concat(rankTests(), distances())
        .forEach(test -> assertThat(test.apply(reversed, y)).isEqualTo(test.apply(x, y)));
  }

  @Property(tries = TRIES)
  void rank_tests_see_order_only(
      @ForAll @Size(min = 2, max = 15) List<@IntRange(max = 60) Integer> reference,
      @ForAll @Size(min = 2, max = 15) List<@IntRange(max = 60) Integer> current) {
    double[] x = values(reference);
    double[] y = values(current);
    DoubleUnaryOperator stretch = v -> Math.exp(v) - 3;
    double[] a = Arrays.stream(x).map(stretch).toArray();
    double[] b = Arrays.stream(y).map(stretch).toArray();
    rankTests().forEach(test -> assertThat(test.apply(a, b)).isEqualTo(test.apply(x, y)));
    assertThat(MannWhitney.compare(a, b)).isEqualTo(MannWhitney.compare(x, y));
  }

  @Property(tries = TRIES)
  void moving_every_value_moves_the_wasserstein_distance_with_its_unit(
      @ForAll @Size(min = 2, max = 10) List<@IntRange(max = 60) Integer> reference,
      @ForAll @IntRange(max = 9) int shift) {
    double[] x = values(reference);
    double[] moved = Arrays.stream(x).map(v -> v + shift).toArray();
    assertThat(tested(Wasserstein.compare(x, moved, fresh())).statistic())
        .isCloseTo(shift, within(1e-9));
  }
}
