package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The signal X = 1{value ≤ q} with q frozen from a baseline: its mean drops when values grow, and
 * it is bounded whatever the values are.
 *
 * <p>q is the order statistic of rank k = ⌈n·level⌉ of n baseline values. For independent values
 * F(q) follows Beta(k, n − k + 1), or is larger when values are tied, so the lower bound of E X is
 * its α-quantile, for every distribution. n has to be chosen beforehand (a frozen baseline). Feed
 * latency as one value a minute: requests of a minute share their cause. Source: David and
 * Nagaraja, Order Statistics (2003), §2.5. State: 18 bytes.
 *
 * @param threshold q
 * @param rank k, 1 to {@code samples}
 * @param samples n
 */
public record FrozenQuantile(double threshold, int rank, int samples) implements ExceedanceSignal {
  /** Checks the ranges. */
  public FrozenQuantile {
    Require.within("a frozen quantile", threshold, -Double.MAX_VALUE, Double.MAX_VALUE);
    Require.within("its rank", rank, 1, samples);
  }

  /**
   * Freezes a quantile.
   *
   * @param baseline finite values in any order; not changed
   * @param level in (0, 1), by convention .95: the share of values that X calls good
   * @return {@link ExceedanceSignal.NotEnoughData} when n·(1 − level) &lt; 1
   */
  public static ExceedanceSignal of(double[] baseline, double level) {
    Require.between("the level of a quantile", level, 0, 1);
    for (double value : baseline) {
      Require.within("a value of the baseline", value, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
    int needed = (int) Math.min(Integer.MAX_VALUE, Math.ceil(1 / (1 - level) - 1e-9));
    if (baseline.length < needed) {
      return new NotEnoughData(baseline.length, needed);
    }
    double[] sorted = baseline.clone();
    Arrays.sort(sorted);
    int rank = Math.max(1, (int) Math.ceil(sorted.length * level - 1e-9));
    return new FrozenQuantile(sorted[rank - 1], rank, sorted.length);
  }

  /** X: 1 when {@code value} ≤ q, else 0. */
  public double signal(double value) {
    Require.within("a value", value, -Double.MAX_VALUE, Double.MAX_VALUE);
    return value <= threshold ? 1 : 0;
  }

  /** k/(n + 1), the expectation of F(q). */
  public double mean() {
    return rank / (samples + 1.0);
  }

  /**
   * Lower bound of E X without a change.
   *
   * @param alpha probability in (0, 0.5] with which it may lie above E X
   */
  public double lowerBound(double alpha) {
    Require.within("the error probability of a bound", alpha, Double.MIN_NORMAL, 0.5);
    return BetaDistribution.of(rank, samples - rank + 1.0).inverseCumulativeProbability(alpha);
  }

  /**
   * A detector of a drop of E X, that is of grown values.
   *
   * @param alpha level of the bound, in (0, 0.5]
   * @param smallestDrop of the share of good values that matters, in (0, 1]; half of it is the
   *     tolerance
   */
  public MeanShiftESr detector(double alpha, double smallestDrop) {
    double mean = mean();
    double reference = lowerBound(alpha) - smallestDrop / 2;
    return MeanShiftESr.drop(reference, Math.sqrt(mean * (1 - mean)), smallestDrop);
  }

  /** The state as bytes (layout version 1). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.FROZEN_QUANTILE)
        .put(threshold)
        .put(rank)
        .put(samples)
        .toBytes();
  }

  /**
   * Reads a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static FrozenQuantile fromBytes(byte[] bytes) {
    return StateReader.read(
        StateKind.FROZEN_QUANTILE,
        bytes,
        in -> new FrozenQuantile(in.nextDouble(), in.nextInt(), in.nextInt()));
  }
}
