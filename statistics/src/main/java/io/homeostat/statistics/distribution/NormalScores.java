package io.homeostat.statistics.distribution;

import io.homeostat.statistics.Require;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Normal scores: what the limits of classical charts assume.
 *
 * @param mean finite
 * @param deviation standard deviation, &gt; 0
 */
public record NormalScores(double mean, double deviation) implements ScoreDistribution {
  /** Mean 0 and standard deviation 1. */
  public static final NormalScores STANDARD = new NormalScores(0, 1);

  private static final double MOST = 1e9;

  /** Checks the ranges. */
  public NormalScores {
    Require.within("the mean", mean, -MOST, MOST);
    Require.within("the standard deviation", deviation, 1e-9, MOST);
  }

  private NormalDistribution law() {
    return NormalDistribution.of(mean, deviation);
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
    return mean + deviation * random.nextGaussian();
  }

  @Override
  public double lowest() {
    return Double.NEGATIVE_INFINITY;
  }

  @Override
  public double highest() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public NormalScores withMean(double newMean) {
    return new NormalScores(newMean, deviation);
  }
}
