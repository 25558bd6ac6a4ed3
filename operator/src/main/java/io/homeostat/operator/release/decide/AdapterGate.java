package io.homeostat.operator.release.decide;

import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.operator.modelservice.decide.PoolName;
import io.homeostat.operator.modelservice.decide.Routes;
import java.util.List;

/**
 * The readiness gate of engine pods: a pod gets requests only after every release that has clients
 * on it has answered a probe there. The gate only ever opens: a pod that serves is never taken out,
 * and one whose engine restarts loads its adapters by itself.
 */
public final class AdapterGate {
  /** Type of the pod's condition. */
  public static final String CONDITION = "homeostat.io/adapters-ready";

  private AdapterGate() {}

  /**
   * Releases that must have answered on a pod of a pool before its gate opens. A candidate without
   * clients is none of them: a bad one must not keep stable from growing.
   *
   * @param plan the plan in force
   * @return those with an adapter; the base model is there as soon as the engine answers
   */
  public static List<String> needed(TrafficPlanSpec plan, String pool) {
    return plan.routes().stream()
        .filter(route -> Routes.STABLE.equals(route.role()) || route.weightPermille() > 0)
        .filter(route -> route.tuple().adapter() != null)
        .filter(route -> PoolName.of(plan, route.tuple()).equals(pool))
        .map(Route::release)
        .toList();
  }
}
