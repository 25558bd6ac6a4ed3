package io.homeostat.statistics.distribution;

import java.util.random.RandomGenerator;

/**
 * How scores are distributed, so that a monitor or a canary can be planned for the scores that it
 * will see instead of for normal ones.
 *
 * <p>A shift moves the mean by exactly the amount asked for and stays within the family: a normal
 * distribution keeps its standard deviation, a beta distribution its concentration A + B, a
 * discrete one its values (their probabilities are tilted exponentially). So bounded scores stay
 * bounded, and their spread changes as that of real scores does when answers get worse.
 */
public sealed interface ScoreDistribution permits NormalScores, BetaScores, DiscreteScores {
  /** The mean. */
  double mean();

  /** The standard deviation, &gt; 0. */
  double deviation();

  /** P(X ≤ x). */
  double cumulative(double x);

  /** P(X &lt; x); other than {@link #cumulative} only at the values of a discrete distribution. */
  default double below(double x) {
    return cumulative(x);
  }

  /**
   * The smallest x with P(X ≤ x) ≥ p.
   *
   * @param p in [0, 1]
   */
  double quantile(double p);

  /** One score. */
  double draw(RandomGenerator random);

  /** The lowest possible score; may be negative infinity. */
  double lowest();

  /** The highest possible score; may be infinite. */
  double highest();

  /**
   * The same family with another mean.
   *
   * @param newMean strictly between {@link #lowest} and {@link #highest}
   * @throws IllegalArgumentException when it is not
   */
  ScoreDistribution withMean(double newMean);

  /**
   * The distribution after a drop.
   *
   * @param deviations how far the mean falls, in standard deviations of this distribution; negative
   *     for a rise
   * @throws IllegalArgumentException when the scores have no room for it
   */
  default ScoreDistribution dropped(double deviations) {
    return deviations == 0 ? this : withMean(mean() - deviations * deviation());
  }

  /** Whether every score lies in [0, 1]. */
  default boolean isUnit() {
    return lowest() >= 0 && highest() <= 1;
  }
}
