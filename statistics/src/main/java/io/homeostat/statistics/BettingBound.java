package io.homeostat.statistics;

import java.util.function.IntToDoubleFunction;

/**
 * Confidence bounds for the mean of values in [0, 1] that hold for any distribution and at every
 * sample size at once.
 *
 * <p>H0: E[X_t | past] ≤ m is tested by K_n(m) = mean over j of Π_t (1 + λ_{j,t}(X_t − m)) with
 * λ_{j,t} = min(√(2 ln(1/α)/n_j) / s_{t−1}, .9/m), where s_{t−1} is the running standard deviation
 * of the earlier values (two prior values at 0 and 1 keep it away from 0) and n_j ∈ {h/4, h} with
 * the sample size h at which the bound should be tightest. K is a non-negative supermartingale
 * under H0 and falls with m, so the bound is the m where K_n(m) = 1/α. Source: Waudby-Smith and
 * Ramdas, Estimating means of bounded random variables by betting (2024), Ville's inequality.
 */
public final class BettingBound {
  private static final int STEPS = 40;
  private static final double[] SPREAD = {0.25, 1};
  private static final double CAP = 0.9;
  private static final double PRIOR_COUNT = 2;
  private static final double HUGE = 1e100;
  private static final double TINY = 1e-100;

  private BettingBound() {}

  /**
   * Lower bound of the mean.
   *
   * @param values the value at 0..count−1, in the order seen, each in [0, 1]
   * @param count how many, at least 0
   * @param alpha probability in (0, 0.5] with which the bound may lie above the mean at any time
   * @param horizon sample size at which the bound should be tightest, at least 1
   * @return in [0, 1]; 0 when nothing can be said
   */
  public static double lower(IntToDoubleFunction values, int count, double alpha, int horizon) {
    double[] scale = inverseDeviations(values, count);
    double[] bets = standardisedBets(alpha, horizon);
    double needed = Math.log(1 / alpha);
    double low = 0;
    double high = 1;
    for (int step = 0; step < STEPS; step++) {
      double m = (low + high) / 2;
      if (logCapital(values, scale, bets, m) >= needed) {
        low = m;
      } else {
        high = m;
      }
    }
    return low;
  }

  /**
   * Width of the lower bound to be expected: mean less bound after n values, by the second-order
   * expansion of E ln(1 + λ(X − m)) around the mean with the true standard deviation in the bets.
   * For planning; too small by up to a half for skewed values (rare zeros) and small n.
   *
   * @param mean in (0, 1]
   * @param deviation in [0, 1]
   * @param count n ≥ 1
   * @param alpha as in {@link #lower}
   * @param horizon as in {@link #lower}
   * @return in [0, mean]
   */
  public static double expectedWidth(
      double mean, double deviation, int count, double alpha, int horizon) {
    Require.within("the mean", mean, Double.MIN_NORMAL, 1);
    Require.within("the standard deviation", deviation, 0, 1);
    Require.atLeast("the number of values", count, 1);
    double[] bets = standardisedBets(alpha, horizon);
    double needed = Math.log(1 / alpha);
    double low = 0;
    double high = mean;
    double[] logs = new double[bets.length];
    for (int step = 0; step < STEPS; step++) {
      double width = (low + high) / 2;
      for (int j = 0; j < bets.length; j++) {
        double bet = Math.min(bets[j] / Math.max(deviation, 1e-6), CAP / (mean - width));
        double noise = bet * deviation / (1 + bet * width);
        logs[j] = count * (Math.log1p(bet * width) - noise * noise / 2);
      }
      if (LogSpace.mean(logs) >= needed) {
        high = width;
      } else {
        low = width;
      }
    }
    return high;
  }

  private static double[] standardisedBets(double alpha, int horizon) {
    Require.within("the error probability of a bound", alpha, Double.MIN_NORMAL, 0.5);
    Require.atLeast("the horizon of a bound", horizon, 1);
    double[] bets = new double[SPREAD.length];
    for (int j = 0; j < bets.length; j++) {
      bets[j] = Math.sqrt(2 * Math.log(1 / alpha) / (horizon * SPREAD[j]));
    }
    return bets;
  }

  /** Upper bound of the mean: one minus the {@link #lower} bound of 1 − X. */
  public static double upper(IntToDoubleFunction values, int count, double alpha, int horizon) {
    return 1 - lower(i -> 1 - values.applyAsDouble(i), count, alpha, horizon);
  }

  private static double[] inverseDeviations(IntToDoubleFunction values, int count) {
    double[] scale = new double[count];
    double n = PRIOR_COUNT;
    double mean = 0.5;
    double squares = PRIOR_COUNT * 0.25;
    for (int i = 0; i < count; i++) {
      scale[i] = 1 / Math.sqrt(squares / n);
      double value = Require.unit("value " + i + " of a bound", values.applyAsDouble(i));
      n++;
      double shift = value - mean;
      mean += shift / n;
      squares += shift * (value - mean);
    }
    return scale;
  }

  private static double logCapital(
      IntToDoubleFunction values, double[] scale, double[] bets, double m) {
    double[] logs = new double[bets.length];
    for (int j = 0; j < bets.length; j++) {
      double product = 1;
      for (int i = 0; i < scale.length; i++) {
        double bet = Math.min(bets[j] * scale[i], CAP / m);
        product *= 1 + bet * (values.applyAsDouble(i) - m);
        if (product > HUGE || product < TINY) {
          logs[j] += Math.log(product);
          product = 1;
        }
      }
      logs[j] += Math.log(product);
    }
    return LogSpace.mean(logs);
  }
}
