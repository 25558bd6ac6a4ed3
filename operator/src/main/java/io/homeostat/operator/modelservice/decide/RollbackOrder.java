package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.intervention.decide.InterventionReason;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Canary;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out the order Rollback: the stable release before comes back at once. A canary that is
 * under way gives way first; one that bakes rolls itself back, and that is the order's effect.
 */
final class RollbackOrder {
  private RollbackOrder() {}

  /**
   * What the order changes.
   *
   * @param superseded why a canary gives way, by its name
   */
  record Result(Draft draft, Map<String, String> superseded) {}

  static Result carryOut(ServiceObservation seen, Draft draft) {
    if (!seen.ordered("Rollback")) {
      return new Result(draft, Map.of());
    }
    Order order = seen.order().orElseThrow();
    if (seen.handled().find(order.uid()).isPresent()) {
      return new Result(draft, Map.of());
    }
    if (order.release() != null && seen.tuple(order.release()) == null) {
      return new Result(draft.handling(order.uid(), InterventionReason.ReleaseNotFound), Map.of());
    }
    Optional<Canary> holder = Optional.ofNullable(seen.plan().salt()).flatMap(seen::canary);
    boolean ended =
        holder
            .filter(canary -> canary.state() == CanaryState.RolledBack && promotedBefore(canary))
            .isPresent();
    if (ended) {
      return new Result(named(seen, draft, order), Map.of());
    }
    if (holder.filter(Canary::running).isPresent()) {
      return holder.get().state() == CanaryState.Baking
          ? new Result(draft, Map.of())
          : new Result(
              draft,
              Map.of(
                  holder.get().name(),
                  "a rollback of the ModelService was ordered: " + order.reason()));
    }
    return new Result(back(seen, draft, order), Map.of());
  }

  /** A bake has brought its old stable back; an order that names another release goes on. */
  private static Draft named(ServiceObservation seen, Draft draft, Order order) {
    Draft done = draft.handling(order.uid(), InterventionReason.CarriedOut);
    return order.release() == null || order.release().equals(draft.stable())
        ? done
        : done.settled(order.release(), seen.tuple(order.release()));
  }

  private static Draft back(ServiceObservation seen, Draft draft, Order order) {
    Optional<String> before =
        order.release() == null
            ? before(seen, draft.stable())
            : Optional.of(order.release()).filter(name -> !name.equals(draft.stable()));
    if (before.isEmpty()) {
      return draft.handling(order.uid(), InterventionReason.NothingToDo);
    }
    ReleaseTuple refused = draft.stableTuple();
    return draft
        .settled(before.get(), seen.tuple(before.get()))
        .rejecting(draft.stable(), refused, "RolledBackByIntervention: " + order.reason())
        .handling(order.uid(), InterventionReason.CarriedOut);
  }

  /**
   * The stable release that the latest promotion of the present one has replaced, if it still
   * exists.
   */
  static Optional<String> before(ServiceObservation seen, String stable) {
    return seen.canaries().stream()
        .filter(
            canary -> canary.state() == CanaryState.Promoted && canary.candidate().equals(stable))
        .filter(
            canary -> canary.status().stable() != null && !canary.status().stable().equals(stable))
        .filter(canary -> seen.tuple(canary.status().stable()) != null)
        .max(Comparator.comparing(Canary::created))
        .map(canary -> canary.status().stable());
  }

  private static boolean promotedBefore(Canary canary) {
    return canary.status() != null && canary.status().promotedAt() != null;
  }
}
