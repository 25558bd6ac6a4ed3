package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Makes values of any distribution fit for charts of normal values, by their ranks in a baseline.
 *
 * <p>z = Φ⁻¹((lower + U·(1 + equal))/(1 + n)) is standard normal while a value and the n of the
 * baseline come from one distribution, whatever that is and however many are tied (the normal
 * scores of Blom 1958 with ties broken by chance). Given one baseline it is only nearly so; the
 * limits of the charts made here allow for that: with n = 500, nine of ten baselines give at least
 * the average run length that each states. As ranks do not depend on the distribution, one
 * simulation holds for all. Values have to be independent of each other.
 */
public final class RankedBaseline {
  /** The fewest values that the limits hold for. */
  public static final int FEWEST = 500;

  /** Average run length of {@link #ewma} and {@link #cusum}. */
  public static final int RUN_LENGTH = 370;

  /** Average run length of {@link #westernElectric}, the textbook's for these rules. */
  public static final int RULES_RUN_LENGTH = 92;

  private static final double LAMBDA = 0.1;
  private static final double EWMA_LIMIT = 2.88;
  private static final double REFERENCE = 0.5;
  private static final double CUSUM_LIMIT = 5.3;
  private static final double RULES_LIMIT = 3.2;

  private final double[] sorted;

  private RankedBaseline(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * A baseline.
   *
   * @param values at least {@value #FEWEST}, finite, in any order; not changed
   */
  public static RankedBaseline of(double[] values) {
    Require.within("the number of baseline values", values.length, FEWEST, Integer.MAX_VALUE);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    Require.within("a baseline value", sorted[0], -Double.MAX_VALUE, Double.MAX_VALUE);
    Require.within("a baseline value", sorted[sorted.length - 1], sorted[0], Double.MAX_VALUE);
    return new RankedBaseline(sorted);
  }

  /**
   * The normal score of a value.
   *
   * @param tie U: uniform in (0, 1), independent of all values
   */
  public double score(double value, double tie) {
    Require.within("a value", value, -Double.MAX_VALUE, Double.MAX_VALUE);
    Require.between("the draw between equals", tie, 0, 1);
    int lower = first(value, false);
    int equal = first(value, true) - lower;
    double share = (lower + tie * (1 + equal)) / (1 + sorted.length);
    return NormalDistribution.of(0, 1).inverseCumulativeProbability(share);
  }

  /** Index of the first value that is not lower, or that is higher. */
  private int first(double value, boolean higher) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean before = higher ? sorted[middle] <= value : sorted[middle] < value;
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Rules 1 to 4 of Western Electric, with zones widened for the baseline. */
  public static RunRulesChart westernElectric() {
    return RunRulesChart.of(
        ChartBaseline.STANDARD, ChartRule.westernElectric(1, 2, 3, 4), RULES_LIMIT);
  }

  /** An exponentially weighted moving average with λ = {@value #LAMBDA}. */
  public static EwmaChart ewma() {
    return EwmaChart.fixed(ChartBaseline.STANDARD, LAMBDA, EWMA_LIMIT);
  }

  /** A two-sided tabular CUSUM with k = {@value #REFERENCE}. */
  public static CusumChart cusum() {
    return CusumChart.of(ChartBaseline.STANDARD, REFERENCE, CUSUM_LIMIT);
  }
}
