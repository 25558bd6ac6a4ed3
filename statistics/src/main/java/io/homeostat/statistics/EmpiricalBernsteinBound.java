package io.homeostat.statistics;

import java.util.function.IntToDoubleFunction;

/**
 * Confidence bounds for the mean of values in [0, 1] in closed form, for any distribution and at
 * every sample size at once: wider than {@link BettingBound}, but O(n) and without a search.
 *
 * <p>With μ̂_t, σ̂²_t the running mean and variance (prior values ½ and ¼ of weight one), λ_t =
 * min(√(2 ln(1/α)/(h·σ̂²_{t−1})), ½) for the horizon h at which the bound should be tightest, and
 * ψ(λ) = (−ln(1−λ) − λ)/4: lower bound = Σλ_t X_t/Σλ_t − (ln(1/α) + Σ 4(X_t − μ̂_{t−1})²·ψ(λ_t)) /
 * Σλ_t. Source: Waudby-Smith and Ramdas, Estimating means of bounded random variables by betting
 * (2024), theorem 2, after Howard et al. (2021).
 */
public final class EmpiricalBernsteinBound {
  private static final double MOST_BET = 0.5;

  private EmpiricalBernsteinBound() {}

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
    Require.within("the error probability of a bound", alpha, Double.MIN_NORMAL, 0.5);
    Require.atLeast("the horizon of a bound", horizon, 1);
    double needed = Math.log(1 / alpha);
    double mean = 0.5;
    double squares = 0.25;
    double bets = 0;
    double betsTimesValues = 0;
    double spent = needed;
    for (int i = 0; i < count; i++) {
      double value = Require.unit("value " + i + " of a bound", values.applyAsDouble(i));
      double bet = Math.min(MOST_BET, Math.sqrt(2 * needed * (i + 1) / (horizon * squares)));
      double miss = value - mean;
      spent += miss * miss * (-Math.log1p(-bet) - bet);
      bets += bet;
      betsTimesValues += bet * value;
      mean += miss / (i + 2);
      squares += (value - mean) * (value - mean);
    }
    return bets == 0 ? 0 : Math.max(0, (betsTimesValues - spent) / bets);
  }

  /** Upper bound of the mean: one minus the {@link #lower} bound of 1 − X. */
  public static double upper(IntToDoubleFunction values, int count, double alpha, int horizon) {
    return 1 - lower(i -> 1 - values.applyAsDouble(i), count, alpha, horizon);
  }
}
