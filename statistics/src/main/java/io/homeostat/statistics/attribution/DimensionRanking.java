package io.homeostat.statistics.attribution;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.samples.JensenShannon;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Ranks dimensions (language, route, client version) by how well a few of their values explain why
 * a measure changed: Adtributor (Bhagwan et al., NSDI 2014).
 *
 * <p>Explanatory power of a value is its part of the total change; the powers of a dimension's
 * values add up to 1 and single ones may be negative. Surprise is how far its share of the measure
 * moved, ½(p·ln(2p/(p + q)) + q·ln(2q/(p + q))) with p its share before and q after. Values of a
 * dimension are taken by falling surprise when they explain at least 10 % each, until they explain
 * two thirds together; the dimensions that get there are ranked by the surprise of what they took.
 * A ranking, not a test: it says where to look and carries no error rate.
 */
public final class DimensionRanking {
  /** What the taken values explain together at least. */
  public static final double ENOUGH_POWER = 0.67;

  /** What each taken value explains at least. */
  public static final double LEAST_POWER = 0.1;

  private DimensionRanking() {}

  /**
   * A measure of one value in both periods; the same for every dimension when summed.
   *
   * @param before sum of the measure, at least 0: failures, costs, scores
   * @param after the same after
   * @param itemsBefore what a ratio divides by, at least 0; not looked at for sums
   * @param itemsAfter the same after
   */
  public record Measure(double before, double after, double itemsBefore, double itemsAfter) {
    /** Rejects negative and infinite measures. */
    public Measure {
      Require.within("the measure before", before, 0, 1e15);
      Require.within("the measure after", after, 0, 1e15);
      Require.within("the items before", itemsBefore, 0, 1e15);
      Require.within("the items after", itemsAfter, 0, 1e15);
    }
  }

  /**
   * One value of a dimension.
   *
   * @param value its name
   * @param power explanatory power, the part of the change that it explains
   * @param surprise at least 0
   */
  public record Explanation(String value, double power, double surprise) {}

  /**
   * A dimension that explains the change.
   *
   * @param dimension its name
   * @param values those that explain it, most surprising first
   * @param power their power together, at least {@value #ENOUGH_POWER}
   * @param surprise their surprise together
   */
  public record Ranked(String dimension, List<Explanation> values, double power, double surprise) {}

  /**
   * Explains the change of a sum, like the number of failures.
   *
   * @param dimensions per dimension the measure of each of its values
   * @return the dimensions that explain it, most surprising first; empty when none does
   */
  public static List<Ranked> ofSum(Map<String, Map<String, Measure>> dimensions) {
    return rank(
        dimensions,
        (measure, total) -> (measure.after() - measure.before()) / (total.after() - total.before()),
        (measure, total) -> surprise(measure, total, Measure::before, Measure::after));
  }

  /**
   * Explains the change of a ratio of sums, like the mean score: the power of a value is the change
   * of the ratio when only this value moves, linearised, and scaled so that all add up to 1; its
   * surprise is that of both sums.
   *
   * @param dimensions per dimension the measure of each of its values
   * @return the dimensions that explain it, most surprising first; empty when none does
   */
  public static List<Ranked> ofRatio(Map<String, Map<String, Measure>> dimensions) {
    return rank(
        dimensions,
        (measure, total) -> pull(measure, total) / pull(total, total),
        (measure, total) ->
            surprise(measure, total, Measure::before, Measure::after)
                + surprise(measure, total, Measure::itemsBefore, Measure::itemsAfter));
  }

  @FunctionalInterface
  private interface Part {
    double of(Measure measure, Measure total);
  }

  private static List<Ranked> rank(
      Map<String, Map<String, Measure>> dimensions, Part power, Part surprise) {
    List<Ranked> ranked = new ArrayList<>();
    for (Map.Entry<String, Map<String, Measure>> dimension : dimensions.entrySet()) {
      Measure total = total(dimension.getValue());
      List<Explanation> candidates = new ArrayList<>();
      for (Map.Entry<String, Measure> value : dimension.getValue().entrySet()) {
        double part = power.of(value.getValue(), total);
        if (part >= LEAST_POWER && part < Double.POSITIVE_INFINITY) {
          candidates.add(
              new Explanation(value.getKey(), part, surprise.of(value.getValue(), total)));
        }
      }
      candidates.sort(
          Comparator.comparingDouble((Explanation e) -> -e.surprise())
              .thenComparing(Explanation::value));
      take(dimension.getKey(), candidates, ranked);
    }
    ranked.sort(
        Comparator.comparingDouble((Ranked r) -> -r.surprise()).thenComparing(Ranked::dimension));
    return List.copyOf(ranked);
  }

  private static void take(String dimension, List<Explanation> candidates, List<Ranked> ranked) {
    double power = 0;
    double surprise = 0;
    for (int i = 0; i < candidates.size(); i++) {
      power += candidates.get(i).power();
      surprise += candidates.get(i).surprise();
      if (power >= ENOUGH_POWER) {
        ranked.add(
            new Ranked(dimension, List.copyOf(candidates.subList(0, i + 1)), power, surprise));
        return;
      }
    }
  }

  private static double pull(Measure measure, Measure total) {
    return (measure.after() - measure.before()) * total.itemsBefore()
        - (measure.itemsAfter() - measure.itemsBefore()) * total.before();
  }

  private static double surprise(
      Measure measure,
      Measure total,
      ToDoubleFunction<Measure> before,
      ToDoubleFunction<Measure> after) {
    double p = share(before.applyAsDouble(measure), before.applyAsDouble(total));
    double q = share(after.applyAsDouble(measure), after.applyAsDouble(total));
    return JensenShannon.divergence(p, q);
  }

  private static double share(double part, double total) {
    return total == 0 ? 0 : part / total;
  }

  private static Measure total(Map<String, Measure> values) {
    double before = 0;
    double after = 0;
    double itemsBefore = 0;
    double itemsAfter = 0;
    for (Measure measure : values.values()) {
      before += measure.before();
      after += measure.after();
      itemsBefore += measure.itemsBefore();
      itemsAfter += measure.itemsAfter();
    }
    return new Measure(before, after, itemsBefore, itemsAfter);
  }
}
