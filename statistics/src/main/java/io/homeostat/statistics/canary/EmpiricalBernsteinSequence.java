package io.homeostat.statistics.canary;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Optional;

/**
 * The mean of bounded values with an interval that holds at all times at once from the first value
 * on, for any distribution: for display where the asymptotic {@link DifferenceSequence} is not
 * trusted, at the price of width.
 *
 * <p>With values mapped to Y in [0, 1], running mean m_t = (½ + ΣY)/(t + 1) and variance s²_t = (¼
 * + Σ(Y_i − m_i)²)/(t + 1), weights λ_t = min(√(2 ln(2/α)/(s²_{t−1} t ln(t + 1))), ½): ΣλY/Σλ ±
 * (ln(2/α) + Σ (Y_t − m_{t−1})²(−ln(1 − λ_t) − λ_t))/Σλ. The estimate is this weighted mean, not
 * the plain one. Source: Waudby-Smith and Ramdas, Estimating means of bounded random variables by
 * betting (2024), theorem 2; Howard et al. (2021).
 *
 * <p>State: 74 bytes. Not thread-safe; {@link #observe} allocates nothing.
 */
public final class EmpiricalBernsteinSequence {
  private static final double MOST_WEIGHT = 0.5;

  private final double low;
  private final double high;
  private final double logLimit;
  private final double alpha;
  private long count;
  private double sum;
  private double squares;
  private double weights;
  private double weighted;
  private double noise;

  private EmpiricalBernsteinSequence(double low, double high, double alpha) {
    this.low = Require.within("the lowest value", low, -1e9, 1e9);
    this.high = Require.within("the highest value", high, Math.nextUp(low), 1e9);
    this.alpha =
        Require.within("the error probability of a sequence", alpha, Double.MIN_NORMAL, 0.5);
    this.logLimit = Math.log(2 / alpha);
  }

  /**
   * A sequence without values.
   *
   * @param low smallest possible value, −1 for differences
   * @param high largest possible value, 1 for differences
   * @param alpha in (0, 0.5]: the mean is ever outside with probability at most α
   */
  public static EmpiricalBernsteinSequence of(double low, double high, double alpha) {
    return new EmpiricalBernsteinSequence(low, high, alpha);
  }

  /** Takes the next value, in [low, high]. */
  public void observe(double value) {
    double y = (Require.within("a value", value, low, high) - low) / (high - low);
    double meanBefore = (0.5 + sum) / (count + 1);
    double varianceBefore = (0.25 + squares) / (count + 1);
    count++;
    double weight =
        Math.min(
            MOST_WEIGHT, Math.sqrt(2 * logLimit / (varianceBefore * count * Math.log(count + 1))));
    sum += y;
    double shift = y - (0.5 + sum) / (count + 1);
    squares += shift * shift;
    weights += weight;
    weighted += weight * y;
    noise += (y - meanBefore) * (y - meanBefore) * (-Math.log(1 - weight) - weight);
  }

  /** Values observed. */
  public long count() {
    return count;
  }

  /** The interval now, within [low, high]; empty before the first value. */
  public Optional<Interval> interval() {
    if (count == 0) {
      return Optional.empty();
    }
    double center = weighted / weights;
    double radius = (logLimit + noise) / weights;
    return Optional.of(
        new Interval(
            raw(center),
            raw(Math.max(0, center - radius)),
            raw(Math.min(1, center + radius)),
            count));
  }

  private double raw(double y) {
    return low + (high - low) * y;
  }

  /** The state as bytes (layout version 1). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.EMPIRICAL_BERNSTEIN_SEQUENCE)
        .put(low)
        .put(high)
        .put(alpha)
        .put(count)
        .put(sum)
        .put(squares)
        .put(weights)
        .put(weighted)
        .put(noise)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static EmpiricalBernsteinSequence fromBytes(byte[] bytes) {
    return StateReader.read(
        StateKind.EMPIRICAL_BERNSTEIN_SEQUENCE, bytes, EmpiricalBernsteinSequence::read);
  }

  private static EmpiricalBernsteinSequence read(StateReader in) {
    EmpiricalBernsteinSequence sequence =
        new EmpiricalBernsteinSequence(in.nextDouble(), in.nextDouble(), in.nextDouble());
    sequence.count = Require.atLeast("a count", in.nextLong(), 0);
    sequence.sum = Require.within("a saved sum", in.nextDouble(), 0, sequence.count);
    sequence.squares = Require.within("a saved sum of squares", in.nextDouble(), 0, sequence.count);
    sequence.weights = Require.within("a saved weight", in.nextDouble(), 0, sequence.count);
    sequence.weighted =
        Require.within("a saved weighted sum", in.nextDouble(), 0, sequence.weights);
    sequence.noise = Require.within("a saved noise", in.nextDouble(), 0, sequence.count);
    return sequence;
  }
}
