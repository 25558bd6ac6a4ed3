package io.homeostat.statistics.canary;

import io.homeostat.statistics.LogSpace;
import io.homeostat.statistics.Require;
import java.util.OptionalDouble;

/**
 * How many block differences a betting test will take, in closed form, so that a running canary can
 * tell at every look whether today's traffic suffices. {@link CanaryScenario} plays whole canaries
 * and is exact; this is within a quarter of it, rather too slow than too fast.
 *
 * <p>The capital of bet λ grows by E ln(1 + λG) ≈ λμ − λ²(σ² + μ²)/2 per difference with gain G of
 * mean μ and deviation σ over the hurdle; the evidence after n differences is about the mean of
 * e^(n·growth) over the default bets of {@link BettingProcess}.
 *
 * @param deviation σ of the differences, in [0, 1]
 * @param hurdle θ of H0: E D ≤ θ, in (−1, 1): −margin of a non-inferiority test, the gain of a
 *     superiority test, minus the tolerance of a rollback
 * @param logLimit ln of the evidence that decides, &gt; 0
 */
public record CanaryOutlook(double deviation, double hurdle, double logLimit) {
  private static final double MOST_BLOCKS = 1e9;
  private static final double LEAST_GAIN = 1e-4;
  private static final int HALVINGS = 60;

  /** Checks the ranges. */
  public CanaryOutlook {
    Require.unit("the deviation of differences", deviation);
    Require.between("the hurdle of a test", hurdle, -1, 1);
    Require.within("the evidence that decides", logLimit, Double.MIN_NORMAL, 1e6);
  }

  /**
   * Differences until the test decides.
   *
   * @param gain μ: by how much the true difference exceeds the hurdle, at most 2
   * @return empty when it never will
   */
  public OptionalDouble blocks(double gain) {
    Require.within("a gain", gain, -2, 2);
    if (evidence(gain, MOST_BLOCKS) < logLimit) {
      return OptionalDouble.empty();
    }
    double low = 0;
    double high = MOST_BLOCKS;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (evidence(gain, middle) < logLimit) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalDouble.of(Math.max(1, high));
  }

  /**
   * The smallest gain over the hurdle that so many differences are expected to show.
   *
   * @param blocks at least 0
   * @return in (0, 1]; empty when they are too few for any
   */
  public OptionalDouble smallestGain(double blocks) {
    Require.within("a number of differences", blocks, 0, Double.MAX_VALUE);
    if (evidence(1, blocks) < logLimit) {
      return OptionalDouble.empty();
    }
    double low = LEAST_GAIN;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (evidence(middle, blocks) < logLimit) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalDouble.of(high);
  }

  private double evidence(double gain, double blocks) {
    double[] bets = BettingProcess.defaultBets(hurdle, -1);
    double spread = deviation * deviation + gain * gain;
    for (int j = 0; j < bets.length; j++) {
      bets[j] = blocks * (bets[j] * gain - bets[j] * bets[j] * spread / 2);
    }
    return LogSpace.mean(bets);
  }
}
