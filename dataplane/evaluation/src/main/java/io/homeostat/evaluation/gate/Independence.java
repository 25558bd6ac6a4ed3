package io.homeostat.evaluation.gate;

import io.homeostat.crds.evaluation.Gate;
import java.util.List;
import java.util.Set;

/**
 * Whether each capability is proven by something else than the judge whose scores called for the
 * candidate: a candidate that learnt to please a judge pleases it again.
 */
public final class Independence {
  private Independence() {}

  /**
   * The capabilities that no gate proves independently, in order.
   *
   * @param capabilities those that have items
   * @param referenced those of them that have items with a reference
   * @param monitoring whether the evaluation's judge also scores the live answers
   */
  public static List<String> missing(
      List<Gate> gates, Set<String> capabilities, Set<String> referenced, boolean monitoring) {
    return capabilities.stream()
        .sorted()
        .filter(
            capability ->
                gates.stream()
                    .filter(
                        gate -> gate.capability() == null || gate.capability().equals(capability))
                    .map(gate -> Quantity.of(gate.metric()))
                    .noneMatch(
                        quantity ->
                            quantity.provesQuality()
                                && !(quantity == Quantity.Judge && monitoring)
                                && (!quantity.needsReference() || referenced.contains(capability))))
        .toList();
  }
}
