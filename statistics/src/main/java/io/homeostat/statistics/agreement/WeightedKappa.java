package io.homeostat.statistics.agreement;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Agreement of a judge with labels on the same items: quadratic-weighted κ and mean bias.
 *
 * <p>κ = 1 − A/B with A = mean (x − y)² and B = mean of (x_i − y_j)² over all pairs, which for
 * ratings on an equally spaced scale is Cohen's κ with quadratic weights and needs no list of
 * categories. The standard error is the large-sample one of Fleiss, Cohen and Everitt (1969). The
 * bias has Student's interval.
 */
public final class WeightedKappa {
  /** The fewest items that are accepted. */
  public static final int FEWEST_ITEMS = 20;

  private WeightedKappa() {}

  /**
   * Compares judgements with labels, in the same order and unit.
   *
   * @param judgements finite numbers
   * @param labels as many finite numbers
   * @param alpha in (0, 0.5]: error probability of the lower bound of κ, and of the bias interval
   */
  public static Agreement compare(double[] judgements, double[] labels, double alpha) {
    if (judgements.length != labels.length) {
      throw new IllegalArgumentException(
          "there must be one label per judgement but there are "
              + judgements.length
              + " judgements and "
              + labels.length
              + " labels");
    }
    Require.within("the error probability of an agreement", alpha, Double.MIN_NORMAL, 0.5);
    int n = judgements.length;
    if (n < FEWEST_ITEMS) {
      return new Agreement.NotEnoughData(n, FEWEST_ITEMS);
    }
    Moments x = Moments.of("judgement", judgements);
    Moments y = Moments.of("label", labels);
    double chance = x.variance() + y.variance() + (x.mean() - y.mean()) * (x.mean() - y.mean());
    if (chance == 0) {
      return new Agreement.NoVariation(x.mean());
    }
    double[] own = new double[n];
    double[] withAll = new double[n];
    for (int i = 0; i < n; i++) {
      own[i] = square(judgements[i] - labels[i]);
      withAll[i] =
          square(judgements[i] - y.mean())
              + y.variance()
              + square(labels[i] - x.mean())
              + x.variance();
    }
    ChanceCorrected result = ChanceCorrected.of(own, withAll);
    double kappa = result.kappa();
    double error = result.standardError();
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha);
    return new Agreement.Estimate(
        kappa, error, Math.max(-1, kappa - z * error), bias(judgements, labels, alpha));
  }

  private static Interval bias(double[] judgements, double[] labels, double alpha) {
    int n = judgements.length;
    double[] differences = new double[n];
    for (int i = 0; i < n; i++) {
      differences[i] = judgements[i] - labels[i];
    }
    Moments d = Moments.of("difference", differences);
    double error = Math.sqrt(d.variance() / (n - 1));
    double radius = TDistribution.of(n - 1).inverseSurvivalProbability(alpha / 2) * error;
    return new Interval(d.mean(), d.mean() - radius, d.mean() + radius, n);
  }

  private static double square(double value) {
    return value * value;
  }

  /** Mean and variance with 1/n. */
  private record Moments(double mean, double variance) {
    static Moments of(String what, double[] values) {
      double mean = 0;
      for (int i = 0; i < values.length; i++) {
        mean += Require.within(what + " " + i, values[i], -1e9, 1e9) / values.length;
      }
      double variance = 0;
      for (double value : values) {
        variance += square(value - mean) / values.length;
      }
      return new Moments(mean, variance);
    }
  }
}
