package io.homeostat.statistics.attribution;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Splits a change of the overall mean into what came from another mix of segments and what from
 * other levels inside them: mix_s = (w1 − w0)(r0 + r1)/2, rate_s = (w0 + w1)/2·(r1 − r0); both sums
 * together are exactly the change (Kitagawa 1955).
 *
 * <p>Intervals are by the delta method: counts of a period are multinomial, the segment means
 * independent with error √(variance/count). A segment without any item in one period has no level
 * there; it takes the other period's level, so that its whole effect is mix.
 *
 * @param change overall mean after − before
 * @param mix sum of the mix effects
 * @param rate sum of the rate effects
 * @param segments the effects per segment, in the order given
 */
public record Kitagawa(Interval change, Interval mix, Interval rate, List<Effect> segments) {

  /**
   * What one segment contributed.
   *
   * @param segment its name
   * @param mix through its share of the traffic
   * @param rate through its level
   */
  public record Effect(String segment, Interval mix, Interval rate) {}

  /**
   * One segment in one period.
   *
   * @param count items, at least 0
   * @param mean of their scores, finite; not looked at when count is 0
   * @param variance of their scores with n − 1, at least 0; not looked at when count is 0
   */
  public record Level(long count, double mean, double variance) {
    /** Rejects levels that no items can have. */
    public Level {
      Require.atLeast("the items of a segment", count, 0);
      if (count > 0) {
        Require.within("the mean of a segment", mean, -1e9, 1e9);
        Require.within("the variance of a segment", variance, 0, 1e18);
      }
    }
  }

  /**
   * A segment in both periods.
   *
   * @param name of the segment
   * @param before its items in the first period
   * @param after its items in the second period
   */
  public record Segment(String name, Level before, Level after) {
    private double levelBefore() {
      return before.count() > 0 ? before.mean() : after.mean();
    }

    private double levelAfter() {
      return after.count() > 0 ? after.mean() : before.mean();
    }

    private double squaredErrorBefore() {
      return before.count() > 0 ? before.variance() / before.count() : 0;
    }

    private double squaredErrorAfter() {
      return after.count() > 0 ? after.variance() / after.count() : 0;
    }
  }

  /** Copies the list. */
  public Kitagawa {
    segments = List.copyOf(segments);
  }

  /**
   * Splits the change.
   *
   * @param segments all segments of the traffic, each once; segments without items are left out
   * @param alpha in (0, 0.5]: α/2 on each side of every interval, each by itself
   * @throws IllegalArgumentException when a period has no items
   */
  public static Kitagawa of(List<Segment> segments, double alpha) {
    Require.within("the error probability of an interval", alpha, Double.MIN_NORMAL, 0.5);
    List<Segment> used =
        segments.stream().filter(s -> s.before().count() + s.after().count() > 0).toList();
    long before = used.stream().mapToLong(s -> s.before().count()).sum();
    long after = used.stream().mapToLong(s -> s.after().count()).sum();
    Require.atLeast("the items before", before, 1);
    Require.atLeast("the items after", after, 1);
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2);
    Sum change = new Sum(before, after);
    Sum mix = new Sum(before, after);
    Sum rate = new Sum(before, after);
    List<Effect> effects = new ArrayList<>();
    for (Segment s : used) {
      double w0 = s.before().count() / (double) before;
      double w1 = s.after().count() / (double) after;
      double r0 = s.levelBefore();
      double r1 = s.levelAfter();
      double middle = (r0 + r1) / 2;
      double half = (r1 - r0) / 2;
      double level = (w0 + w1) / 2;
      double moved = (w1 - w0) / 2;
      Sum ownMix = new Sum(before, after);
      Sum ownRate = new Sum(before, after);
      for (Sum sum : List.of(mix, ownMix)) {
        sum.add(2 * moved * middle, s, new double[] {-middle, middle, moved, moved});
      }
      for (Sum sum : List.of(rate, ownRate)) {
        sum.add(2 * level * half, s, new double[] {half, half, -level, level});
      }
      change.add(w1 * r1 - w0 * r0, s, new double[] {-r0, r1, -w0, w1});
      effects.add(new Effect(s.name(), ownMix.interval(z), ownRate.interval(z)));
    }
    return new Kitagawa(change.interval(z), mix.interval(z), rate.interval(z), effects);
  }

  /** A sum of effects with the variance of its linearisation. */
  private static final class Sum {
    private final long before;
    private final long after;
    private double value;
    private double levels;
    private double squaresBefore;
    private double squaresAfter;
    private double meanBefore;
    private double meanAfter;

    private Sum(long before, long after) {
      this.before = before;
      this.after = after;
    }

    /** Adds an effect with its slopes by share before, share after, level before, level after. */
    private void add(double effect, Segment s, double[] slopes) {
      double w0 = s.before().count() / (double) before;
      double w1 = s.after().count() / (double) after;
      value += effect;
      meanBefore += w0 * slopes[0];
      squaresBefore += w0 * slopes[0] * slopes[0];
      meanAfter += w1 * slopes[1];
      squaresAfter += w1 * slopes[1] * slopes[1];
      levels += slopes[2] * slopes[2] * s.squaredErrorBefore();
      levels += slopes[3] * slopes[3] * s.squaredErrorAfter();
    }

    private Interval interval(double z) {
      double variance =
          levels
              + Math.max(0, squaresBefore - meanBefore * meanBefore) / before
              + Math.max(0, squaresAfter - meanAfter * meanAfter) / after;
      double radius = z * Math.sqrt(variance);
      return new Interval(value, value - radius, value + radius, before + after);
    }
  }
}
