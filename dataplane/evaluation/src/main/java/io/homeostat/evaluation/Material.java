package io.homeostat.evaluation;

import io.homeostat.crds.evaluation.EvaluationStatus.Golden;
import io.homeostat.crds.evaluation.Gate;
import io.homeostat.evaluation.gate.GatePlan.Count;
import io.homeostat.evaluation.items.Item;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an evaluation is made from.
 *
 * @param items that are asked
 * @param golden what became of golden items that hold an old truth; null when none did
 * @param imports figures of other tools
 */
public record Material(List<Item> items, Golden golden, ImportedFigures imports) {
  public Material {
    items = List.copyOf(items);
  }

  /** Capability → its items. */
  Map<String, Count> counts() {
    Map<String, Count> counts = new TreeMap<>();
    for (Item item : items) {
      counts.merge(
          item.capability(),
          new Count(1, item.reference() == null ? 0 : 1),
          (a, b) -> new Count(a.all() + b.all(), a.referenced() + b.referenced()));
    }
    return counts;
  }

  /** The capabilities that a gate speaks of. */
  List<String> capabilities(Gate gate) {
    return gate.capability() == null ? List.copyOf(counts().keySet()) : List.of(gate.capability());
  }
}
