package io.homeostat.operator.release.decide;

import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.operator.modelservice.decide.PoolName;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether an engine can answer with one more adapter at a time. Beyond {@code maxLoras} it swaps
 * adapters in and out between batches, which slows down the clients of the others.
 */
public final class AdapterRoom {
  private AdapterRoom() {}

  /**
   * Why a release does not fit.
   *
   * @param plan null before there is one
   * @param maxLoras adapters that an engine holds at a time
   * @return empty when it fits, or is in the plan already
   */
  public static Optional<String> lacking(
      TrafficPlanSpec plan, String release, ReleaseTuple tuple, int maxLoras) {
    if (plan == null
        || tuple.adapter() == null
        || plan.routes().stream().anyMatch(route -> route.release().equals(release))) {
      return Optional.empty();
    }
    String pool = PoolName.of(plan, tuple);
    Set<String> there =
        plan.routes().stream()
            .map(Route::tuple)
            .filter(other -> other.adapter() != null && PoolName.of(plan, other).equals(pool))
            .map(other -> other.adapter().name())
            .collect(Collectors.toSet());
    return there.contains(tuple.adapter().name()) || there.size() < maxLoras
        ? Optional.empty()
        : Optional.of(
            "spec.engine.maxLoras of the ModelService is %d, and the plan has %d adapters already: set it to %d or more"
                .formatted(maxLoras, there.size(), there.size() + 1));
  }
}
