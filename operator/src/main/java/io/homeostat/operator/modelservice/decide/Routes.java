package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import java.util.List;
import java.util.Optional;

/** The routes of a TrafficPlan: who serves which share. The weights always sum to 1000. */
public final class Routes {
  public static final String STABLE = "Stable";
  public static final String CANDIDATE = "Candidate";
  public static final String HOLDBACK = "Holdback";
  public static final String SHADOW = "Shadow";

  private static final int ALL = 1000;

  private Routes() {}

  static List<Route> stable(String release, ReleaseTuple tuple) {
    return List.of(route(release, tuple, STABLE, ALL));
  }

  static List<Route> withCandidate(
      String stable,
      ReleaseTuple stableTuple,
      String candidate,
      ReleaseTuple candidateTuple,
      int weight) {
    int share = Math.clamp(weight, 0, ALL);
    return List.of(
        route(stable, stableTuple, STABLE, ALL - share),
        route(candidate, candidateTuple, CANDIDATE, share));
  }

  /** Stable answers all, and a share of the requests also goes to the candidate, unseen. */
  static List<Route> withShadow(
      String stable,
      ReleaseTuple stableTuple,
      String candidate,
      ReleaseTuple candidateTuple,
      int permille) {
    return List.of(
        route(stable, stableTuple, STABLE, ALL),
        new Route(
            candidate,
            SHADOW,
            0,
            Math.clamp(permille, 1, ALL),
            null,
            SpecTuple.servedModel(candidateTuple),
            candidateTuple));
  }

  static List<Route> withHoldback(
      String stable, ReleaseTuple stableTuple, String old, ReleaseTuple oldTuple, int weight) {
    int share = Math.clamp(weight, 0, ALL);
    return List.of(
        route(stable, stableTuple, STABLE, ALL - share), route(old, oldTuple, HOLDBACK, share));
  }

  /** The route of a role. */
  public static Optional<Route> of(TrafficPlanSpec plan, String role) {
    return plan == null
        ? Optional.empty()
        : plan.routes().stream().filter(route -> role.equals(route.role())).findFirst();
  }

  /** Tuple of a release that a route names; null when none does. */
  public static ReleaseTuple tupleIn(TrafficPlanSpec plan, String release) {
    return plan == null
        ? null
        : plan.routes().stream()
            .filter(route -> route.release().equals(release))
            .findFirst()
            .map(Route::tuple)
            .orElse(null);
  }

  private static Route route(String release, ReleaseTuple tuple, String role, int weight) {
    return new Route(release, role, weight, SpecTuple.servedModel(tuple), tuple);
  }
}
