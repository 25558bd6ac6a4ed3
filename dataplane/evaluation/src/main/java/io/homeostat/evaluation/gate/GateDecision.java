package io.homeostat.evaluation.gate;

import io.homeostat.crds.evaluation.Gate;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.paired.BoundedMean;
import io.homeostat.statistics.paired.FixedHorizonTest;
import io.homeostat.statistics.paired.RatioOfMeans;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Decides one gate on the items of one capability: it passes when the bound on the good side keeps
 * the limit, fails when the bound on the bad side breaks it, and is inconclusive in between.
 */
public final class GateDecision {
  static final double ALPHA = 0.05;
  private static final double POWER = 0.8;

  /**
   * An A/A comparison that would err one time in a hundred is held for a measurement that drifts.
   */
  private static final double NOISE_ALPHA = 0.005;

  private final Gate gate;
  private final Quantity quantity;
  private final String capability;
  private final List<ItemValue> items;

  private GateDecision(Gate gate, String capability, List<ItemValue> items) {
    this.gate = gate;
    this.quantity = Quantity.of(gate.metric());
    this.capability = capability;
    this.items = items;
  }

  /** What is bounded, and from which side. */
  private record Bounded(Interval interval, double limit, boolean atLeast) {
    Verdict verdict(boolean exceeds) {
      boolean kept = atLeast ? interval.lower() >= limit : interval.upper() <= limit;
      boolean broken = atLeast ? interval.upper() < limit : interval.lower() > limit;
      if (exceeds && interval.lower() <= limit) {
        kept = false;
      }
      return kept ? Verdict.Pass : broken ? Verdict.Fail : Verdict.Inconclusive;
    }
  }

  /**
   * Decides.
   *
   * @param items values of the gate's quantity on the items of the capability, in an order that
   *     does not depend on them
   */
  public static Outcome decide(Gate gate, String capability, List<ItemValue> items) {
    return items.isEmpty()
        ? Outcome.undecided(gate.name(), capability, 0, "no item has " + Quantity.of(gate.metric()))
        : new GateDecision(gate, capability, items).decide();
  }

  private Outcome decide() {
    if (quantity.kind() == Quantity.Kind.COST && items.size() < RatioOfMeans.FEWEST) {
      return Outcome.undecided(
          gate.name(),
          capability,
          items.size(),
          "%d items and %d needed".formatted(items.size(), RatioOfMeans.FEWEST));
    }
    Bounded bounded = bounded();
    Interval noise = noise();
    boolean drifting =
        noise != null && comparesWithStable() && (noise.lower() > 0 || noise.upper() < 0);
    Verdict result =
        drifting ? Verdict.Inconclusive : bounded.verdict(gate.minimumImprovement() != null);
    double candidate = mean(ItemValue::candidate);
    double stable = mean(ItemValue::stable);
    return new Outcome(
        gate.name(),
        capability,
        result,
        candidate,
        stable,
        compared(candidate, stable),
        bounded.interval().lower(),
        bounded.interval().upper(),
        items.size(),
        result == Verdict.Inconclusive && !drifting ? needed() : null,
        noise == null ? null : noise.estimate(),
        drifting ? "stable differs from itself: the measurement drifts" : null);
  }

  /** The difference, or the ratio where the gate bounds that; null without a ratio. */
  private Double compared(double candidate, double stable) {
    if (gate.maximumRatio() == null && gate.minimumRatio() == null) {
      return candidate - stable;
    }
    return stable == 0 ? null : Double.valueOf(candidate / stable);
  }

  private Bounded bounded() {
    double sign = quantity.kind() == Quantity.Kind.FAULT ? -1 : 1;
    if (gate.minimum() != null) {
      return new Bounded(level(), number(gate.minimum()), true);
    }
    if (gate.maximum() != null) {
      return new Bounded(level(), number(gate.maximum()), false);
    }
    if (gate.maximumRegression() != null) {
      Interval difference = BoundedMean.difference(differences(), ALPHA);
      return sign > 0
          ? new Bounded(difference, -number(gate.maximumRegression()), true)
          : new Bounded(difference, number(gate.maximumRegression()), false);
    }
    if (gate.minimumImprovement() != null) {
      return new Bounded(
          BoundedMean.difference(differences(), ALPHA), number(gate.minimumImprovement()), true);
    }
    if (gate.minimumRatio() != null) {
      return new Bounded(lossOfShare(number(gate.minimumRatio())), 0, true);
    }
    Interval ratio =
        RatioOfMeans.of(values(ItemValue::candidate), values(ItemValue::stable), ALPHA);
    return new Bounded(ratio, number(gate.maximumRatio()), false);
  }

  /** Candidate − r·stable, which lies in [−r, 1] and is at least 0 on the mean when r is kept. */
  private Interval lossOfShare(double ratio) {
    double[] values = values(item -> item.candidate() - ratio * item.stable());
    return BoundedMean.within(values, -ratio, 1, ALPHA);
  }

  private Interval level() {
    double[] values = values(ItemValue::candidate);
    if (quantity.kind() != Quantity.Kind.COST) {
      return BoundedMean.level(values, ALPHA);
    }
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return RatioOfMeans.of(values, ones, ALPHA);
  }

  /** Stable against itself; null when it was not asked again or the values have no end. */
  private Interval noise() {
    double[] again =
        items.stream()
            .filter(item -> item.again() != null)
            .mapToDouble(item -> item.again() - item.first())
            .toArray();
    return again.length == 0 || quantity.kind() == Quantity.Kind.COST
        ? null
        : BoundedMean.difference(again, NOISE_ALPHA);
  }

  private boolean comparesWithStable() {
    return gate.minimum() == null && gate.maximum() == null;
  }

  /** Items for 80 % power at the differences that were seen, when there are not so many yet. */
  private Integer needed() {
    if (gate.maximumRegression() == null || number(gate.maximumRegression()) == 0) {
      return null;
    }
    double margin = number(gate.maximumRegression());
    double squares = DoubleStream.of(differences()).map(d -> d * d).sum();
    double spread = Math.min(1, Math.sqrt(Math.max(squares, 1) / items.size()));
    int tested = FixedHorizonTest.differencesNeeded(spread, margin, ALPHA, POWER);
    int needed = Math.max(tested, GatePlan.agreeing(margin));
    return needed > items.size() ? needed : null;
  }

  private double[] differences() {
    return values(item -> item.candidate() - item.stable());
  }

  private double[] values(ToDoubleFunction<ItemValue> field) {
    return items.stream().mapToDouble(field).toArray();
  }

  private double mean(ToDoubleFunction<ItemValue> field) {
    return items.stream().mapToDouble(field).average().orElseThrow();
  }

  private static double number(String decimal) {
    return Double.parseDouble(Objects.requireNonNull(decimal));
  }
}
