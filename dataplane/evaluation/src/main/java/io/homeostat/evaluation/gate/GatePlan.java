package io.homeostat.evaluation.gate;

import io.homeostat.crds.evaluation.Gate;
import io.homeostat.statistics.paired.EvaluationPlan;
import io.homeostat.statistics.paired.RatioOfMeans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How many items each gate needs, so that an evaluation that could not pass whatever the candidate
 * is worth asks nothing.
 */
public final class GatePlan {
  private static final double POWER = 0.8;

  private GatePlan() {}

  /**
   * How many items a capability has.
   *
   * @param all items
   * @param referenced those with a reference
   */
  public record Count(int all, int referenced) {}

  /**
   * A gate with too few items.
   *
   * @param needed empty when no number of items is enough
   */
  public record Shortage(String gate, String capability, int has, OptionalInt needed) {
    /** One clause for a person. */
    public String words() {
      return needed.isPresent()
          ? "gate %s needs %d items of %s and has %d"
              .formatted(gate, needed.getAsInt(), capability, has)
          : "gate %s cannot pass on %s with any number of items: write a bound that leaves room"
              .formatted(gate, capability);
    }
  }

  /**
   * Lists the gates that have too few items.
   *
   * @param counts capability → its items
   * @param discordance share of the items on which the releases are expected to differ, in (0, 1]
   */
  public static List<Shortage> shortages(
      List<Gate> gates, Map<String, Count> counts, double discordance) {
    List<Shortage> shortages = new ArrayList<>();
    for (Gate gate : gates) {
      Quantity quantity = Quantity.of(gate.metric());
      if (quantity.kind() == Quantity.Kind.FIGURE) {
        continue;
      }
      OptionalInt needed = needed(gate, quantity, discordance);
      of(gate, counts)
          .forEach(
              (capability, count) -> {
                int has = quantity.needsReference() ? count.referenced() : count.all();
                if (needed.isEmpty() || has < needed.getAsInt()) {
                  shortages.add(new Shortage(gate.name(), capability, has, needed));
                }
              });
    }
    return shortages;
  }

  /** The capabilities that a gate speaks of: the one that it names, else each that has items. */
  private static Map<String, Count> of(Gate gate, Map<String, Count> counts) {
    return gate.capability() == null
        ? new TreeMap<>(counts)
        : Map.of(gate.capability(), counts.getOrDefault(gate.capability(), new Count(0, 0)));
  }

  /** Items that a gate needs; empty when no number is enough. */
  static OptionalInt needed(Gate gate, Quantity quantity, double discordance) {
    if (quantity.kind() == Quantity.Kind.COST) {
      return OptionalInt.of(RatioOfMeans.FEWEST);
    }
    return margin(gate)
        .map(margin -> OptionalInt.of(regression(margin, discordance)))
        .orElseGet(() -> clear(gate));
  }

  /** Largest loss that a comparison with stable allows; empty for every other bound. */
  private static Optional<Double> margin(Gate gate) {
    if (gate.maximumRegression() != null) {
      return Optional.of(Double.parseDouble(gate.maximumRegression()));
    }
    return gate.minimumRatio() == null
        ? Optional.empty()
        : Optional.of(1 - Double.parseDouble(gate.minimumRatio()));
  }

  private static int regression(double margin, double discordance) {
    return margin <= 0
        ? improvement(0)
        : new EvaluationPlan(margin, discordance, 1, GateDecision.ALPHA, POWER)
            .itemsPerCapability();
  }

  /** Items with which a candidate that is right on all of them, where stable is not, passes. */
  private static OptionalInt clear(Gate gate) {
    if (gate.minimumImprovement() != null) {
      return OptionalInt.of(improvement(Double.parseDouble(gate.minimumImprovement())));
    }
    double faultless =
        gate.minimum() != null
            ? Double.parseDouble(gate.minimum())
            : 1 - Double.parseDouble(gate.maximum());
    if (faultless >= 1) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        faultless <= 0 ? 1 : (int) Math.ceil(Math.log(GateDecision.ALPHA) / Math.log(faultless)));
  }

  private static int improvement(double gain) {
    return (int) Math.floor(Math.log(GateDecision.ALPHA / 2) / Math.log((1 + gain) / 2)) + 1;
  }

  /** Items of which not one differs that show a loss below the margin. */
  static int agreeing(double margin) {
    return (int) Math.ceil(Math.log(GateDecision.ALPHA / 2) / Math.log1p(-Math.min(margin, 0.999)));
  }
}
