package io.homeostat.statistics.distribution;

import io.homeostat.statistics.Require;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * An endless series of scores, independent or with lag-1 autocorrelation.
 *
 * <p>A correlated series is a Gaussian copula: g_t = φ·g_{t−1} + √(1 − φ²)·ε_t started in its
 * stationary law, and the score is the quantile of the distribution at Φ(g_t), read off a table of
 * 4,096 steps. For normal scores the lag-1 correlation is φ itself; for others slightly less.
 */
public final class ScoreSource {
  private static final int STEPS = 4_096;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final ScoreDistribution scores;
  private final double correlation;
  private final RandomGenerator random;
  private final double[] quantiles;
  private double gaussian;

  /**
   * A source.
   *
   * @param correlation φ in [0, 1)
   */
  public ScoreSource(ScoreDistribution scores, double correlation, RandomGenerator random) {
    this.scores = scores;
    this.correlation = Require.within("the autocorrelation", correlation, 0, 1 - 1e-6);
    this.random = random;
    this.quantiles =
        correlation == 0 || scores instanceof NormalScores ? new double[0] : table(scores);
    restart();
  }

  private static double[] table(ScoreDistribution scores) {
    double[] quantiles = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      quantiles[i] = scores.quantile((i + 0.5) / STEPS);
    }
    return quantiles;
  }

  /** Begins a new series that does not depend on the earlier values. */
  public void restart() {
    gaussian = correlation == 0 ? 0 : random.nextGaussian();
  }

  /** The next score. */
  public double next() {
    if (correlation == 0) {
      return scores.draw(random);
    }
    double score =
        scores instanceof NormalScores normal
            ? normal.mean() + normal.deviation() * gaussian
            : quantiles[(int) Math.min(STEPS - 1, STEPS * NORMAL.cumulativeProbability(gaussian))];
    gaussian =
        correlation * gaussian + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
    return score;
  }
}
