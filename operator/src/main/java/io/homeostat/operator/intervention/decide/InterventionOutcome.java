package io.homeostat.operator.intervention.decide;

import io.homeostat.crds.intervention.Intervention;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Supplier;

/** What is to be said of one Intervention: its turn, then its target, then its date. */
public final class InterventionOutcome {
  private InterventionOutcome() {}

  /**
   * The outcome so far.
   *
   * @param all Interventions of the namespace
   * @param target looks at the target; asked only when it is this order's turn
   */
  public static Outcome of(
      Intervention order, Collection<Intervention> all, Supplier<Outcome> target, Instant now) {
    var ref = order.getSpec().targetRef();
    boolean first =
        Order.open(all, ref.kind(), ref.name())
            .map(oldest -> oldest.getMetadata().getUid().equals(order.getMetadata().getUid()))
            .orElse(true);
    if (!first) {
      return Order.expired(order.getSpec(), now)
          ? expired(order)
          : Outcome.waiting(
              InterventionReason.WaitingForEarlier,
              "an earlier order for the same target is carried out first");
    }
    Outcome seen = target.get();
    return seen.reason() == InterventionReason.Pending && Order.expired(order.getSpec(), now)
        ? expired(order)
        : seen;
  }

  private static Outcome expired(Intervention order) {
    return Outcome.refused(
        InterventionReason.Expired,
        "spec.expiresAt %s passed before it could be carried out"
            .formatted(order.getSpec().expiresAt()));
  }
}
