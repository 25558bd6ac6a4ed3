package io.homeostat.statistics.distribution;

import io.homeostat.statistics.Require;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Beta scores: continuous values in [0, 1], as composite scores are.
 *
 * <p>Drawn as X/(X + Y) of two gamma values by the squeeze-free method of Marsaglia and Tsang
 * (2000).
 *
 * @param a first shape, in [0.01, 1e6]
 * @param b second shape, in [0.01, 1e6]
 */
public record BetaScores(double a, double b) implements ScoreDistribution {
  private static final double LEAST = 0.01;
  private static final double MOST = 1e6;

  /** Checks the ranges. */
  public BetaScores {
    Require.within("the shape A of a beta distribution", a, LEAST, MOST);
    Require.within("the shape B of a beta distribution", b, LEAST, MOST);
  }

  private BetaDistribution law() {
    return BetaDistribution.of(a, b);
  }

  @Override
  public double mean() {
    return a / (a + b);
  }

  @Override
  public double deviation() {
    return Math.sqrt(a * b / (a + b + 1)) / (a + b);
  }

  @Override
  public double cumulative(double x) {
    return law().cumulativeProbability(x);
  }

  @Override
  public double quantile(double p) {
    return law().inverseCumulativeProbability(p);
  }

  @Override
  public double draw(RandomGenerator random) {
    double x = gamma(a, random);
    double y = gamma(b, random);
    double sum = x + y;
    return sum > 0 ? x / sum : mean();
  }

  private static double gamma(double shape, RandomGenerator random) {
    if (shape < 1) {
      return gamma(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = 1 + c * x;
      if (v <= 0) {
        continue;
      }
      v = v * v * v;
      if (Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  @Override
  public double lowest() {
    return 0;
  }

  @Override
  public double highest() {
    return 1;
  }

  @Override
  public BetaScores withMean(double newMean) {
    Require.between("the mean of beta scores", newMean, 0, 1);
    double concentration = a + b;
    return new BetaScores(concentration * newMean, concentration * (1 - newMean));
  }
}
