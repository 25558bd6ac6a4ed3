package io.homeostat.statistics.attribution;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Separates a judge's part of a drop from that of the answers: stored answers from before and since
 * the change are rated once more by the same judge, and how much lower it rates those of before,
 * less how much lower it rates those of since, is the judge's. What is left is a fall of the
 * answers.
 *
 * @param then fall of the mean by the scores of their time
 * @param now fall of the mean by the scores of today
 * @param judge then − now, with its interval
 */
public record RescoredDrop(double then, double now, Interval judge) {

  /**
   * An answer and its two scores, both on one scale.
   *
   * @param then when it was answered
   * @param now by the judge of today
   */
  public record Pair(double then, double now) {
    /** Rejects scores that no judge gives. */
    public Pair {
      Require.within("the score of its time", then, 0, 1);
      Require.within("the score of today", now, 0, 1);
    }

    private double change() {
      return then - now;
    }
  }

  /**
   * Separates the parts.
   *
   * @param before answers from before the change, at least 2
   * @param since answers since the change, at least 2
   * @param alpha in (0, 0.5]: α/2 on each side of the interval
   */
  public static RescoredDrop of(List<Pair> before, List<Pair> since, double alpha) {
    Require.atLeast("the answers before", before.size(), 2);
    Require.atLeast("the answers since", since.size(), 2);
    Require.within("the error probability of an interval", alpha, Double.MIN_NORMAL, 0.5);
    double judge = change(before) - change(since);
    double half =
        NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2)
            * Math.sqrt(squaredError(before) + squaredError(since));
    return new RescoredDrop(
        mean(before, Pair::then) - mean(since, Pair::then),
        mean(before, Pair::now) - mean(since, Pair::now),
        new Interval(judge, judge - half, judge + half, (long) before.size() + since.size()));
  }

  private static double mean(List<Pair> pairs, ToDoubleFunction<Pair> score) {
    return pairs.stream().mapToDouble(score).average().orElseThrow();
  }

  private static double change(List<Pair> pairs) {
    return mean(pairs, Pair::change);
  }

  private static double squaredError(List<Pair> pairs) {
    double mean = change(pairs);
    double squares = pairs.stream().mapToDouble(pair -> Math.pow(pair.change() - mean, 2)).sum();
    return squares / (pairs.size() - 1) / pairs.size();
  }
}
