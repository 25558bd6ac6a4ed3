package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.common.Ref;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Pool;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Rejected;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.operator.intervention.decide.HandledOrders;
import io.homeostat.operator.intervention.decide.InterventionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A TrafficPlan in the making: each method gives the next draft, and one write at the end makes all
 * of it true at once.
 *
 * @param stable name of the stable release
 * @param holder UID of the object that holds the candidate slot, which is also the plan's salt;
 *     null when it is free
 * @param accepted digest of the spec that was last acted on; null before the first
 */
record Draft(
    String stable,
    String holder,
    List<Route> routes,
    List<Rejected> rejected,
    String accepted,
    HandledOrders handled) {
  private static final int MOST_REJECTED = 10;
  private static final int LONGEST_REASON = 1_000;

  /** The draft that changes nothing. */
  static Draft of(TrafficPlanSpec plan, HandledOrders handled) {
    String holder = plan.salt() == null || plan.salt().isEmpty() ? null : plan.salt();
    return new Draft(
        plan.stable(),
        holder,
        plan.routes(),
        plan.rejected(),
        plan.acceptedSpecFingerprint(),
        handled);
  }

  /** Tuple of the stable release. */
  ReleaseTuple stableTuple() {
    return routes.stream()
        .filter(route -> Routes.STABLE.equals(route.role()))
        .findFirst()
        .map(Route::tuple)
        .orElseThrow(() -> new IllegalStateException("a plan without a Stable route: " + stable));
  }

  /** One release serves all, and the candidate slot is free. */
  Draft settled(String release, ReleaseTuple tuple) {
    return new Draft(release, null, Routes.stable(release, tuple), rejected, accepted, handled);
  }

  /** The slot's holder and the split that goes with it. */
  Draft held(String newStable, String newHolder, List<Route> newRoutes) {
    return new Draft(newStable, newHolder, newRoutes, rejected, accepted, handled);
  }

  /** A release is not tried again; the oldest refusals beyond ten are forgotten. */
  Draft rejecting(String release, ReleaseTuple tuple, String reason) {
    String fingerprint = ReleaseFingerprint.of(tuple);
    List<Rejected> next = new ArrayList<>(without(fingerprint));
    next.add(
        new Rejected(
            fingerprint, release, reason.substring(0, Math.min(reason.length(), LONGEST_REASON))));
    return rejecting(next.subList(Math.max(0, next.size() - MOST_REJECTED), next.size()));
  }

  /** A release may be tried again. */
  Draft forgiving(String fingerprint) {
    return rejecting(without(fingerprint));
  }

  /** A spec has been acted on. */
  Draft accepting(String specFingerprint) {
    return new Draft(stable, holder, routes, rejected, specFingerprint, handled);
  }

  /** An order has been carried out. */
  Draft handling(String uid, InterventionReason outcome) {
    return new Draft(stable, holder, routes, rejected, accepted, handled.with(uid, outcome));
  }

  /**
   * The plan; its revision counts only what gateways serve differently.
   *
   * @param spec what names keys and certificates
   * @param before the plan that this changes; null for a first one
   * @param anchor from where losses are added up
   */
  TrafficPlanSpec plan(
      String service,
      ModelServiceSpec spec,
      TrafficPlanSpec before,
      TrafficPlanSpec.Anchor anchor) {
    List<Pool> pools = RoutePools.of(routes, spec, before);
    TrafficPlanSpec next =
        new TrafficPlanSpec(
            new Ref(service),
            before == null ? 1L : before.revision(),
            stable,
            holder,
            pools,
            routes,
            rejected,
            accepted,
            anchor,
            List.of());
    return before == null || (serves(before) && before.pools().equals(pools))
        ? next
        : new TrafficPlanSpec(
            next.modelServiceRef(),
            before.revision() + 1,
            next.stable(),
            next.salt(),
            next.pools(),
            next.routes(),
            next.rejected(),
            next.acceptedSpecFingerprint(),
            next.anchor(),
            next.origins());
  }

  private boolean serves(TrafficPlanSpec before) {
    return Objects.equals(of(before, handled).holder(), holder)
        && before.stable().equals(stable)
        && before.routes().equals(routes);
  }

  private List<Rejected> without(String fingerprint) {
    return rejected.stream().filter(entry -> !entry.fingerprint().equals(fingerprint)).toList();
  }

  private Draft rejecting(List<Rejected> next) {
    return new Draft(stable, holder, routes, List.copyOf(next), accepted, handled);
  }
}
