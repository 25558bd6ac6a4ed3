package io.homeostat.statistics;

import java.util.SplittableRandom;

/** Seeded draws for the simulations of the tests. */
public final class Draws {
  private final SplittableRandom random;

  public Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public double uniform() {
    return random.nextDouble();
  }

  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  public double binary(double probability) {
    return chance(probability) ? 1 : 0;
  }

  /** Beta(a, b) by two gamma draws. */
  public double beta(double a, double b) {
    double x = gamma(a);
    double y = gamma(b);
    return x / (x + y);
  }

  /** Marsaglia and Tsang (2000). */
  public double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * Math.pow(uniform(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = normal();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  public double normal() {
    return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  }
}
