package io.homeostat.statistics.agreement;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.samples.Moments;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The mean of human labels, made sharper by many judge scores without trusting the judge.
 *
 * <p>θ = mean(Y − λF) + λ·mean(F_u) over n items with label Y and judge score F, and N others with
 * a judge score F_u only; λ = clip(cov(Y, F)/((1 + n/N)·var(F)), 0, 1), the covariance with 1/n and
 * the variance over all scores with 1/(n + N − 1); SE² = var(λF_u)/N + var(Y − λF)/n with 1/N and
 * 1/n. A useless judge gets λ near 0 and θ is the mean of the labels. The interval is the
 * large-sample one. Source: Angelopoulos, Duchi and Zrnic, PPI++ (2023). For sizes that were fixed
 * before; never feed it into a sequential test.
 *
 * @param mean θ with its two-sided interval; its count is n
 * @param weight λ in [0, 1]
 * @param standardError of θ, ≥ 0
 */
public record PredictionPoweredMean(Interval mean, double weight, double standardError) {
  /** The fewest labelled items. */
  public static final int FEWEST_LABELS = 20;

  private static final double LARGEST = 1e9;

  /**
   * Estimates the mean label.
   *
   * @param labels Y, at least 20 finite numbers
   * @param judged F of the same items in the same order
   * @param unlabelled F_u of others that were drawn alike, at least as many
   * @param alpha in (0, 0.5]: α/2 on each side
   * @throws IllegalArgumentException when there are too few items for a large-sample interval
   */
  public static PredictionPoweredMean of(
      double[] labels, double[] judged, double[] unlabelled, double alpha) {
    Require.within("the error probability of an interval", alpha, Double.MIN_NORMAL, 0.5);
    Require.atLeast("the number of labels", labels.length, FEWEST_LABELS);
    Require.atLeast("the number of unlabelled items", unlabelled.length, labels.length);
    if (labels.length != judged.length) {
      throw new IllegalArgumentException(
          "each label needs the judge's score of its item but there are "
              + labels.length
              + " labels and "
              + judged.length
              + " scores");
    }
    double n = labels.length;
    double more = unlabelled.length;
    Moments ofLabels = moments("label", labels);
    Moments ofJudged = moments("judge score", judged);
    Moments ofOthers = moments("unlabelled judge score", unlabelled);
    Moments all = Moments.fromBytes(ofJudged.toBytes());
    all.merge(ofOthers);
    double covariance = 0;
    for (int i = 0; i < labels.length; i++) {
      covariance += (labels[i] - ofLabels.mean()) * (judged[i] - ofJudged.mean()) / n;
    }
    double spread = (1 + n / more) * all.variance();
    double weight = spread == 0 ? 0 : Math.clamp(covariance / spread, 0, 1);
    Moments rest = new Moments();
    for (int i = 0; i < labels.length; i++) {
      rest.observe(labels[i] - weight * judged[i]);
    }
    double theta = rest.mean() + weight * ofOthers.mean();
    double variance =
        weight * weight * ofOthers.variance() * (more - 1) / (more * more)
            + rest.variance() * (n - 1) / (n * n);
    double error = Math.sqrt(variance);
    double radius = NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2) * error;
    return new PredictionPoweredMean(
        new Interval(theta, theta - radius, theta + radius, labels.length), weight, error);
  }

  private static Moments moments(String what, double[] values) {
    Moments moments = new Moments();
    for (int i = 0; i < values.length; i++) {
      moments.observe(Require.within(what + " " + i, values[i], -LARGEST, LARGEST));
    }
    return moments;
  }
}
