package io.homeostat.statistics.agreement;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Cohen's κ of two raters who name one category per item, without an order among the categories: κ
 * = 1 − (share of items rated differently)/(share expected when both rate by chance with their own
 * frequencies) (Cohen 1960). For rating scales, where near misses count less, use {@link
 * WeightedKappa}.
 */
public final class CohenKappa {
  private CohenKappa() {}

  /** What the items say; "cannot be estimated" is an answer of its own. */
  public sealed interface Result {
    /**
     * Agreement.
     *
     * @param kappa two-sided large-sample interval at the level asked for, within [−1, 1]
     * @param standardError of κ, ≥ 0 (0 when all pairs agree)
     */
    record Estimate(Interval kappa, double standardError) implements Result {}

    /**
     * Too few items.
     *
     * @param items rated items
     * @param needed the fewest that are accepted
     */
    record NotEnoughData(int items, int needed) implements Result {}

    /**
     * Both raters named one and the same category always: chance alone explains the agreement.
     *
     * @param category that category
     */
    record NoVariation(String category) implements Result {}
  }

  /**
   * Compares two raters.
   *
   * @param first categories of the first rater
   * @param second those of the second, of the same items in the same order
   * @param alpha error probability of the interval, in (0, 0.5]
   */
  public static Result compare(List<String> first, List<String> second, double alpha) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          "both raters need the same items but rated " + first.size() + " and " + second.size());
    }
    Require.within("the error probability of an agreement", alpha, Double.MIN_NORMAL, 0.5);
    int n = first.size();
    if (n < WeightedKappa.FEWEST_ITEMS) {
      return new Result.NotEnoughData(n, WeightedKappa.FEWEST_ITEMS);
    }
    Map<String, Integer> ofFirst = new HashMap<>();
    Map<String, Integer> ofSecond = new HashMap<>();
    for (int i = 0; i < n; i++) {
      ofFirst.merge(first.get(i), 1, Integer::sum);
      ofSecond.merge(second.get(i), 1, Integer::sum);
    }
    if (ofFirst.size() == 1 && ofFirst.equals(ofSecond)) {
      return new Result.NoVariation(first.getFirst());
    }
    double[] own = new double[n];
    double[] withAll = new double[n];
    for (int i = 0; i < n; i++) {
      own[i] = first.get(i).equals(second.get(i)) ? 0 : 1;
      withAll[i] =
          2
              - ofSecond.getOrDefault(first.get(i), 0) / (double) n
              - ofFirst.getOrDefault(second.get(i), 0) / (double) n;
    }
    ChanceCorrected result = ChanceCorrected.of(own, withAll);
    double radius =
        NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2) * result.standardError();
    Interval kappa =
        new Interval(
            result.kappa(),
            Math.max(-1, result.kappa() - radius),
            Math.min(1, result.kappa() + radius),
            n);
    return new Result.Estimate(kappa, result.standardError());
  }
}
