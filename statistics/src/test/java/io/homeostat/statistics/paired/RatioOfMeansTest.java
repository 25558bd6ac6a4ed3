package io.homeostat.statistics.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Interval;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class RatioOfMeansTest {
  private static final double ALPHA = 0.05;

  /** The definition is the oracle: at either end Student's test of c − r·s stands at its limit. */
  @Test
  void theEndsAreWhereTheTestOfTheDifferenceTurns() {
    double[] candidate = {12, 15, 9, 14, 20, 11};
    double[] control = {10, 13, 9, 10, 17, 12};
    double limit = TDistribution.of(5).inverseSurvivalProbability(ALPHA);

    Interval ratio = RatioOfMeans.of(candidate, control, ALPHA);

    assertThat(ratio.estimate()).isCloseTo(81.0 / 71.0, within(1e-12));
    assertThat(student(candidate, control, ratio.lower())).isCloseTo(limit, within(1e-9));
    assertThat(student(candidate, control, ratio.upper())).isCloseTo(-limit, within(1e-9));
  }

  @Test
  void aConstantMultipleIsFoundExactly() {
    Interval ratio = RatioOfMeans.of(new double[] {2, 4, 6}, new double[] {1, 2, 3}, ALPHA);

    assertThat(ratio.lower()).isCloseTo(2, within(1e-6));
    assertThat(ratio.upper()).isCloseTo(2, within(1e-6));
  }

  @Test
  void nothingIsSaidWhenTheControlMayBeZero() {
    Interval ratio = RatioOfMeans.of(new double[] {1, 2, 3}, new double[] {0, 0, 1}, ALPHA);

    assertThat(ratio.lower()).isZero();
    assertThat(ratio.upper()).isInfinite();
  }

  @Test
  void eachEndMissesRarely() {
    Random random = new Random(5);
    int runs = 400;
    long missed =
        IntStream.range(0, runs)
            .filter(
                run -> {
                  double[] control = random.doubles(40, 50, 150).toArray();
                  double[] candidate =
                      DoubleStream.of(control)
                          .map(v -> 1.1 * (v + 20 * random.nextGaussian()))
                          .map(Math::abs)
                          .toArray();
                  return RatioOfMeans.of(candidate, control, ALPHA).upper() < 1.1;
                })
            .count();

    // binomial(400, .05): above 34 with probability .001
    assertThat(missed).isLessThanOrEqualTo(34);
  }

  @Test
  void bothSidesNeedTheSameItems() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RatioOfMeans.of(new double[] {1, 2}, new double[] {1}, ALPHA))
        .withMessageContaining("same items");
  }

  private static double student(double[] candidate, double[] control, double ratio) {
    double[] d =
        IntStream.range(0, control.length)
            .mapToDouble(i -> candidate[i] - ratio * control[i])
            .toArray();
    double mean = DoubleStream.of(d).average().orElseThrow();
    double squares = DoubleStream.of(d).map(v -> (v - mean) * (v - mean)).sum();
    return mean / Math.sqrt(squares / (d.length - 1) / d.length);
  }
}
