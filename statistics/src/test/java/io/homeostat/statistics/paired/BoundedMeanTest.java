package io.homeostat.statistics.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Interval;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedMeanTest {
  private static final double ALPHA = 0.05;

  @Test
  void sharesHaveTheExactBoundsOfClopperAndPearson() {
    // beta quantiles by SciPy: beta.ppf(.95, 4, 7) and beta.ppf(.05, 3, 8)
    Interval three = BoundedMean.level(new double[] {1, 1, 1, 0, 0, 0, 0, 0, 0, 0}, ALPHA);

    assertThat(three.upper()).isCloseTo(0.6066242, within(1e-6));
    assertThat(three.lower()).isCloseTo(0.0872644, within(1e-6));
    assertThat(BoundedMean.level(new double[20], ALPHA).upper())
        .isCloseTo(1 - Math.pow(0.05, 1.0 / 20), within(1e-9));
  }

  @Test
  void itemsThatAllAgreeAreNotCertain() {
    Interval none = BoundedMean.difference(new double[100], ALPHA);

    assertThat(none.estimate()).isZero();
    assertThat(none.lower()).isCloseTo(-(1 - Math.pow(0.025, 1.0 / 100)), within(1e-9));
    assertThat(none.upper()).isEqualTo(-none.lower());
  }

  @Test
  void itemsThatAreAllBetterHaveALowerBoundBelowOne() {
    Interval all = BoundedMean.difference(repeated(20, 1), ALPHA);

    assertThat(all.lower()).isCloseTo(2 * Math.pow(0.025, 1.0 / 20) - 1, within(1e-9));
    assertThat(all.upper()).isEqualTo(1);
  }

  @Test
  void betterAndWorseAreMirrored() {
    double[] values = {1, 1, 0, -1, 0, 0.5};
    Interval up = BoundedMean.difference(values, ALPHA);
    Interval down = BoundedMean.difference(DoubleStream.of(values).map(v -> -v).toArray(), ALPHA);

    assertThat(up.estimate()).isEqualTo(-down.estimate());
    assertThat(up.lower()).isCloseTo(-down.upper(), within(1e-9));
  }

  @Test
  void theBoundTightensWithItems() {
    Interval few = BoundedMean.difference(repeated(10, 0.5, 0.25), ALPHA);
    Interval many = BoundedMean.difference(repeated(100, 0.5, 0.25), ALPHA);

    assertThat(few.lower()).isLessThan(many.lower());
    assertThat(many.lower()).isLessThan(0.375);
    assertThat(many.upper()).isBetween(0.375, few.upper());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 60})
  void aLowerBoundLiesAboveTheMeanInAtMostFivePercent(int count) {
    double[][] worlds = {
      {-1, 0, 0, 0, 1}, {-1, 0, 0, 0, 0}, {-0.5, 0, 0.25, 0.75}, {-1, 0.5, 0.5}, {-0.1, 0.1}
    };
    Random random = new Random(17);
    for (double[] world : worlds) {
      double mean = DoubleStream.of(world).average().orElseThrow();
      long missed =
          IntStream.range(0, 200)
              .filter(
                  run -> {
                    double[] seen =
                        random.ints(count, 0, world.length).mapToDouble(i -> world[i]).toArray();
                    return BoundedMean.difference(seen, ALPHA).lower() > mean + 1e-9;
                  })
              .count();

      // binomial(200, .05): above 20 with probability .001
      assertThat(missed).as(Arrays.toString(world)).isLessThanOrEqualTo(20);
    }
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoundedMean.difference(new double[] {2}, ALPHA))
        .withMessageContaining("value 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoundedMean.level(new double[] {-0.1}, ALPHA));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoundedMean.level(new double[] {}, ALPHA));
  }

  private static double[] repeated(int times, double... values) {
    return IntStream.range(0, times)
        .boxed()
        .flatMapToDouble(i -> DoubleStream.of(values))
        .toArray();
  }
}
