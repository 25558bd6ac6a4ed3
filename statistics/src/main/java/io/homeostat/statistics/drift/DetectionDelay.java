package io.homeostat.statistics.drift;

import io.homeostat.statistics.LogSpace;
import io.homeostat.statistics.Require;
import java.util.Arrays;

/**
 * Tells a user before the fact how many values a drop costs, and which drops cannot be found.
 *
 * <p>The model of a drop d from a baseline with mean b: each value becomes 0 with probability d/b and
 * is otherwise as in the baseline ("some answers become wrong"), which is slower to find than a shift
 * of every value by d.
 */
public final class DetectionDelay {
  private static final int EXACT_STEPS = 100_000;

  private DetectionDelay() {}

  /**
   * Expected values from the change to the alarm: the number of steps after which the detector's
   * mixture reaches the limit when each ln L grows by its mean.
   *
   * @param baseline with at least one value
   * @param reference m of the detector, in (0, 1)
   * @param smallestDrop the smallest drop that matters, in (0, 1]
   * @param drop d in (0, 1]; more than the baseline's mean counts as the mean
   * @param limit c ≥ 1
   * @return values, or positive infinity when the evidence does not grow under this drop
   */
  public static double expectedValues(
      Baseline baseline, double reference, double smallestDrop, double drop, double limit) {
    Require.within("a drop", drop, Double.MIN_NORMAL, 1);
    Require.within("an alarm limit", limit, 1, Double.MAX_VALUE);
    double[] bets = BettingGrid.forDrop(reference, baseline.deviation(), smallestDrop);
    double wrong = Math.min(1, drop / baseline.mean());
    double[] growth = new double[bets.length];
    for (int k = 0; k < bets.length; k++) {
      growth[k] = growth(baseline, reference, bets[k], wrong);
    }
    double best = Arrays.stream(growth).max().orElseThrow();
    return best <= 0 ? Double.POSITIVE_INFINITY : steps(growth, best, Math.log(limit));
  }

  private static double growth(Baseline baseline, double reference, double bet, double wrong) {
    double intact = 0;
    for (int i = 0; i < baseline.count(); i++) {
      intact += Math.log1p(bet * (reference - baseline.value(i)));
    }
    return (1 - wrong) * intact / baseline.count() + wrong * Math.log1p(bet * reference);
  }

  private static double steps(double[] growth, double best, double needed) {
    double[] logM = new double[growth.length];
    Arrays.fill(logM, Double.NEGATIVE_INFINITY);
    for (int t = 1; t <= EXACT_STEPS; t++) {
      for (int k = 0; k < growth.length; k++) {
        logM[k] = LogSpace.add(logM[k], 0) + growth[k];
      }
      if (LogSpace.mean(logM) >= needed) {
        return t;
      }
    }
    return EXACT_STEPS + (needed - LogSpace.mean(logM)) / best;
  }

  /**
   * Smallest drop that can be found after a baseline of n values with standard deviation s: the width
   * of the betting bound when the values behave as normal ones, plus half of the smallest drop that
   * matters.
   *
   * @param samples n ≥ 2
   * @param freezeSamples values at which the baseline freezes (the bound is tightest there)
   * @param deviation s in [0, 1]
   * @param alpha level of the bound, in (0, 0.5]
   * @param smallestDrop in (0, 1]
   */
  public static double smallestDetectableDrop(
      int samples, int freezeSamples, double deviation, double alpha, double smallestDrop) {
    Require.atLeast("samples", samples, 2);
    Require.atLeast("freezeSamples", freezeSamples, 2);
    Require.within("the standard deviation", deviation, 0, 1);
    Require.within("the error probability of a bound", alpha, Double.MIN_NORMAL, 0.5);
    double needed = Math.log(1 / alpha);
    double low = 0;
    double high = 10;
    for (int step = 0; step < 60; step++) {
      double errors = (low + high) / 2;
      if (logCapital(errors, samples, freezeSamples, needed) >= needed) {
        high = errors;
      } else {
        low = errors;
      }
    }
    return Math.min(1, high * deviation / Math.sqrt(samples) + smallestDrop / 2);
  }

  /** ln capital at a hypothesis that lies {@code errors} standard errors below the mean. */
  private static double logCapital(double errors, int samples, int freezeSamples, double needed) {
    double[] logs = new double[2];
    int[] horizons = {Math.max(1, freezeSamples / 4), freezeSamples};
    for (int j = 0; j < logs.length; j++) {
      double bet = Math.sqrt(2 * needed / horizons[j]);
      logs[j] = bet * errors * Math.sqrt(samples) - samples * bet * bet / 2;
    }
    return LogSpace.mean(logs);
  }
}
