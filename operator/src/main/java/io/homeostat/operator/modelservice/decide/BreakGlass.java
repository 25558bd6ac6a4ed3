package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.intervention.decide.InterventionReason;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.intervention.decide.TrafficOrder;
import java.util.Optional;

/**
 * Obeys the order SetTraffic: the last word on the routes while it holds, whoever holds the
 * candidate slot. Every decision draws the routes anew, so that nothing of it is left when it ends.
 */
final class BreakGlass {
  private BreakGlass() {}

  /**
   * What the order changes.
   *
   * @param byHand the split that holds; empty while nobody splits by hand
   */
  record Result(Draft draft, Optional<TrafficOrder> byHand) {}

  /** The split that holds or begins now; then nobody gets the candidate slot. */
  static Optional<TrafficOrder> holding(ServiceObservation seen) {
    return asked(seen)
        .filter(order -> seen.tuple(order.release()) != null)
        .map(TrafficOrder::of)
        .or(seen::byHand);
  }

  static Result carryOut(ServiceObservation seen, Draft draft) {
    Draft recorded =
        asked(seen)
            .map(
                order ->
                    draft.handling(
                        order.uid(),
                        seen.tuple(order.release()) == null
                            ? InterventionReason.ReleaseNotFound
                            : InterventionReason.CarriedOut))
            .orElse(draft);
    Optional<TrafficOrder> holding =
        holding(seen).filter(order -> seen.tuple(order.release()) != null);
    return new Result(holding.map(order -> split(seen, recorded, order)).orElse(recorded), holding);
  }

  private static Draft split(ServiceObservation seen, Draft draft, TrafficOrder order) {
    ReleaseTuple stable = seen.tuple(draft.stable());
    return draft.held(
        draft.stable(),
        draft.holder(),
        order.release().equals(draft.stable())
            ? Routes.stable(draft.stable(), stable)
            : Routes.withCandidate(
                draft.stable(),
                stable,
                order.release(),
                seen.tuple(order.release()),
                order.weightPermille()));
  }

  private static Optional<Order> asked(ServiceObservation seen) {
    return seen.order()
        .filter(order -> "SetTraffic".equals(order.action()))
        .filter(order -> seen.handled().find(order.uid()).isEmpty());
  }
}
