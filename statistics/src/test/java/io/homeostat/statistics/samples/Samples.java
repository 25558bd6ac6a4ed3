package io.homeostat.statistics.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.samples.Comparison.Tested;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Samples and checks that the tests of this package share. */
final class Samples {
  /** The reference of the oracles: ((37i) mod 101)/100, i = 0..99. */
  static final double[] X = new double[100];

  /** The current sample of the oracles: .05 + ((53i + 7) mod 89)/95, i = 0..79. */
  static final double[] Y = new double[80];

  static {
    Arrays.setAll(X, i -> 37 * i % 101 / 100.0);
    Arrays.setAll(Y, i -> .05 + (53 * i + 7) % 89 / 95.0);
  }

  private Samples() {}

  static Permutations permutations(long seed) {
    return new Permutations(199, 0.05, new SplittableRandom(seed));
  }

  static Tested tested(Comparison comparison) {
    assertThat(comparison).isInstanceOf(Tested.class);
    return (Tested) comparison;
  }

  static double[] beta(Draws draws, int size) {
    double[] values = new double[size];
    Arrays.setAll(values, _ -> draws.beta(8, 2));
    return values;
  }

  static double[] levels(Draws draws, int size) {
    double[] values = new double[size];
    Arrays.setAll(values, _ -> Math.floor(5 * Math.sqrt(draws.uniform())) / 4);
    return values;
  }

  /**
   * Asserts P(p ≤ α) ≤ α for α = .05 and .2 within a z of 4.5, and that the test rejects at all: at
   * least {@code power} times what it may.
   */
  static void assertUniform(int runs, double power, Function<Integer, Comparison> run) {
    int[] rejected = new int[2];
    double[] levels = {0.05, 0.2};
    for (int i = 0; i < runs; i++) {
      double p = tested(run.apply(i)).pValue();
      assertThat(p).isBetween(0.0, 1.0);
      for (int k = 0; k < levels.length; k++) {
        rejected[k] += p <= levels[k] ? 1 : 0;
      }
    }
    for (int k = 0; k < levels.length; k++) {
      double expected = runs * levels[k];
      double error = 4.5 * Math.sqrt(expected * (1 - levels[k]));
      assertThat((double) rejected[k])
          .as("rejections at %s in %s runs", levels[k], runs)
          .isBetween(power * expected - error, expected + error);
    }
  }
}
