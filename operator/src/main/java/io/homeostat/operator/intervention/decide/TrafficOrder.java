package io.homeostat.operator.intervention.decide;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.intervention.Intervention;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * A split of the traffic by hand, for as long as it holds: from the moment in which it is carried
 * out until it expires, is deleted, or a later Rollback or SetTraffic takes its place. It lives in
 * its Intervention alone, so that nothing has to be undone when it ends.
 *
 * @param uid UID of the Intervention
 * @param release gets the share
 * @param weightPermille the share of the sessions
 * @param words who ordered it, until when and why
 */
public record TrafficOrder(String uid, String release, int weightPermille, String words) {
  private static final String ACTION = "SetTraffic";

  /**
   * The split that holds now.
   *
   * @param all Interventions of the service's namespace
   * @param handled what the plan says was carried out
   */
  public static Optional<TrafficOrder> holding(
      Collection<Intervention> all, String service, HandledOrders handled, Instant now) {
    return all.stream()
        .filter(order -> Order.isFor(order.getSpec(), "ModelService", service))
        .filter(
            order -> ACTION.equals(order.getSpec().action()) || "Rollback".equals(action(order)))
        .filter(order -> carriedOut(order, handled))
        .max(Order.OLDEST_FIRST)
        .filter(order -> ACTION.equals(order.getSpec().action()))
        .filter(order -> !Order.expired(order.getSpec(), now))
        .map(TrafficOrder::of);
  }

  private static String action(Intervention order) {
    return order.getSpec().action();
  }

  /** The split that an order asks for. */
  public static TrafficOrder of(Order order) {
    return new TrafficOrder(order.uid(), order.release(), order.weightPermille(), words(order));
  }

  private static TrafficOrder of(Intervention order) {
    return of(Order.of(order));
  }

  private static boolean carriedOut(Intervention order, HandledOrders handled) {
    boolean settled =
        order.getStatus() != null && Conditions.isTrue(order.getStatus().conditions(), "Succeeded");
    return settled
        || handled
            .find(order.getMetadata().getUid())
            .filter(reason -> reason == InterventionReason.CarriedOut)
            .isPresent();
  }

  private static String words(Order order) {
    return "%d permille go to '%s' until %s by order: %s"
        .formatted(order.weightPermille(), order.release(), order.expiresAt(), order.reason());
  }
}
