package io.homeostat.statistics.canary;

import io.homeostat.statistics.Require;
import java.util.Arrays;
import java.util.Optional;

/**
 * How what was measured on a unit becomes a value in [0, 1] where higher is better, as every test
 * of a canary needs it. The scale is fixed before the first unit, so that it cannot follow the
 * candidate.
 *
 * <p>A proportion is 1 for success and 0 for failure and needs no scale. A mean of bounded scores
 * takes {@link Range}. What has no upper bound (latency, tokens, cost) has no mean that any number
 * of units could secure, since one unit may outweigh all others: {@link WithinQuantile} compares
 * the share of units above a frozen quantile, {@link CappedCost} the mean up to a cap.
 */
public sealed interface MetricScale {
  /**
   * The value in [0, 1] of what was measured.
   *
   * @throws IllegalArgumentException when it is NaN or cannot be on this scale
   */
  double value(double measured);

  /**
   * A difference of values in the unit of measurement (for {@link WithinQuantile} of shares
   * within).
   *
   * @param difference candidate − control in [−1, 1]
   */
  double measured(double difference);

  /**
   * A bounded measure, mapped linearly.
   *
   * @param worst what becomes 0; may lie above {@code best} when lower is better
   * @param best what becomes 1
   */
  record Range(double worst, double best) implements MetricScale {
    /** Checks that the ends differ. */
    public Range {
      Require.within("the worst measure", worst, -1e9, 1e9);
      Require.within("the best measure", best, -1e9, 1e9);
      if (worst == best) {
        throw new IllegalArgumentException(
            "the worst and the best measure must differ but both are " + best);
      }
    }

    @Override
    public double value(double measured) {
      Require.within("a measure", measured, Math.min(worst, best), Math.max(worst, best));
      return (measured - worst) / (best - worst);
    }

    @Override
    public double measured(double difference) {
      return Require.within("a difference", difference, -1, 1) * (best - worst);
    }
  }

  /**
   * An unbounded measure by whether it stays within a frozen quantile: 1 up to q, 0 above. D is
   * then the difference of the shares within; −D that of the shares above. "p95 does not rise"
   * reads: the share above the frozen p95 does not exceed that of stable by more than the margin. q
   * need not be exact, since both arms are held to the same one.
   *
   * @param quantile q
   */
  record WithinQuantile(double quantile) implements MetricScale {
    private static final int FEWEST_ABOVE = 10;

    /** Checks that it is a number. */
    public WithinQuantile {
      Require.within("a quantile", quantile, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    /**
     * Freezes the quantile of a baseline: its ⌈share·n⌉-th smallest measure.
     *
     * @param baseline measures of the stable release
     * @param share in (0, 1), .95 for p95
     * @return empty when there are too few: less than 10 are to be expected on either side
     */
    public static Optional<WithinQuantile> frozenFrom(double[] baseline, double share) {
      Require.between("the share of a quantile", share, 0, 1);
      if (baseline.length * Math.min(share, 1 - share) < FEWEST_ABOVE - 1e-9) {
        return Optional.empty();
      }
      double[] sorted = baseline.clone();
      for (double measure : sorted) {
        Require.within("a measure", measure, -Double.MAX_VALUE, Double.MAX_VALUE);
      }
      Arrays.sort(sorted);
      int rank = (int) Math.ceil(share * sorted.length - 1e-9);
      return Optional.of(new WithinQuantile(sorted[rank - 1]));
    }

    /** The value; a measure that ran out of all bounds may be positive infinity. */
    @Override
    public double value(double measured) {
      if (Double.isNaN(measured)) {
        throw new IllegalArgumentException("a measure must be a number but is NaN");
      }
      return measured <= quantile ? 1 : 0;
    }

    @Override
    public double measured(double difference) {
      return Require.within("a difference", difference, -1, 1);
    }
  }

  /**
   * A cost that counts up to a cap: 1 − min(cost, cap)/cap. The mean of capped costs is what is
   * compared; a margin of m in the unit of cost is m/cap on the scale. What lies above the cap
   * counts as the cap, so watch its share with {@link WithinQuantile} at the cap beside it. A cap
   * at a high frozen quantile (p99) keeps the scale from being stretched by one outlier; the higher
   * the cap the more units a decision takes.
   *
   * @param cap &gt; 0, in the unit of cost
   */
  record CappedCost(double cap) implements MetricScale {
    /** Checks the range. */
    public CappedCost {
      Require.within("the cap of a cost", cap, Double.MIN_NORMAL, Double.MAX_VALUE);
    }

    /** The value of a cost ≥ 0. */
    @Override
    public double value(double measured) {
      if (!(measured >= 0)) {
        throw new IllegalArgumentException("a cost must be at least 0 but is " + measured);
      }
      return 1 - Math.min(measured, cap) / cap;
    }

    /** A difference of mean capped costs, positive when the candidate is dearer. */
    @Override
    public double measured(double difference) {
      return -Require.within("a difference", difference, -1, 1) * cap;
    }
  }
}
