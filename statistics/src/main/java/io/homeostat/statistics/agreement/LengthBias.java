package io.homeostat.statistics.agreement;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much kinder a judge gets when an answer of the same label is twice as long.
 *
 * <p>The slope of d = judge − label on x = log2(length) within items of one label: slope =
 * Σx̃d̃/Σx̃² with x̃ and d̃ less their means among the items of the label. Comparing within a label
 * keeps apart what a raw slope mixes up: good answers that are longer, and a noisy judge that draws
 * all towards the middle. The standard error is the one that allows unequal spread (White 1980,
 * HC1): SE² = n/(n−g−1)·Σx̃²e²/(Σx̃²)² over n items and g labels; Student's interval with n − g − 1
 * degrees of freedom.
 */
public final class LengthBias {
  private static final double LARGEST = 1e9;

  private LengthBias() {}

  /** What the items say; "cannot be estimated" is an answer of its own. */
  public sealed interface Result {
    /**
     * The slope.
     *
     * @param perDoubling change of judge − label when the answer is twice as long, in the unit of
     *     the labels
     */
    record Estimate(Interval perDoubling) implements Result {}

    /** No two items of one label differ in length, or there are fewer than g + 2 items. */
    record NotIdentifiable() implements Result {}
  }

  /**
   * Measures the slope.
   *
   * @param judgements finite numbers
   * @param labels as many, each one of a few values
   * @param lengths lengths of the answers, at least 1
   * @param alpha in (0, 0.5]: α/2 on each side
   */
  public static Result measure(
      double[] judgements, double[] labels, double[] lengths, double alpha) {
    Require.within("the error probability of an interval", alpha, Double.MIN_NORMAL, 0.5);
    if (judgements.length != labels.length || labels.length != lengths.length) {
      throw new IllegalArgumentException(
          "there must be one label and one length per judgement but there are %d, %d and %d"
              .formatted(judgements.length, labels.length, lengths.length));
    }
    int n = judgements.length;
    double[] x = new double[n];
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = Math.log(Require.within("length " + i, lengths[i], 1, LARGEST)) / Math.log(2);
      d[i] =
          Require.within("judgement " + i, judgements[i], -LARGEST, LARGEST)
              - Require.within("label " + i, labels[i], -LARGEST, LARGEST);
    }
    int groups = centre(labels, x, d);
    return slope(x, d, n - groups - 1, alpha);
  }

  private static Result slope(double[] x, double[] d, int freedom, double alpha) {
    double xx = 0;
    double xd = 0;
    for (int i = 0; i < x.length; i++) {
      xx += x[i] * x[i];
      xd += x[i] * d[i];
    }
    if (freedom < 1 || xx < 1e-12) {
      return new Result.NotIdentifiable();
    }
    double slope = xd / xx;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      double rest = d[i] - slope * x[i];
      squares += x[i] * x[i] * rest * rest;
    }
    double error = Math.sqrt(x.length / (double) freedom * squares) / xx;
    double radius = TDistribution.of(freedom).inverseSurvivalProbability(alpha / 2) * error;
    return new Result.Estimate(new Interval(slope, slope - radius, slope + radius, x.length));
  }

  /** Takes the mean of each label's items from both; returns the number of labels. */
  private static int centre(double[] labels, double[] x, double[] d) {
    Map<Double, double[]> sums = new HashMap<>();
    for (int i = 0; i < labels.length; i++) {
      double[] sum = sums.computeIfAbsent(labels[i], label -> new double[3]);
      sum[0]++;
      sum[1] += x[i];
      sum[2] += d[i];
    }
    for (int i = 0; i < labels.length; i++) {
      double[] sum = sums.get(labels[i]);
      x[i] -= sum[1] / sum[0];
      d[i] -= sum[2] / sum[0];
    }
    return sums.size();
  }
}
