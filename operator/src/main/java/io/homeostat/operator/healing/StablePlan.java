package io.homeostat.operator.healing;

import io.homeostat.crds.healingrun.HealingRunSpec;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.modelservice.decide.SpecTuple;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a service's traffic plan says about stable.
 *
 * @param release name of the stable release; null when there is none
 * @param fingerprint of its tuple; null when there is none
 * @param routes of the plan
 * @param rejected fingerprints that are not tried again
 */
record StablePlan(
    String release, String fingerprint, List<TrafficPlanSpec.Route> routes, List<String> rejected) {
  private static final StablePlan NONE = new StablePlan(null, null, List.of(), List.of());

  static StablePlan find(ResourceCache<TrafficPlan> plans, String namespace, String service) {
    return plans
        .list(namespace, plan -> service.equals(plan.getSpec().modelServiceRef().name()))
        .findFirst()
        .map(plan -> of(plan.getSpec()))
        .orElse(NONE);
  }

  /** The tuple of a release that the plan routes to; null when it does not. */
  ReleaseTuple tuple(String name) {
    return routes.stream()
        .filter(route -> route.release().equals(name))
        .map(TrafficPlanSpec.Route::tuple)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /**
   * The tuple that a repair's adapter is put onto: that of stable, where the adapter fits it, else
   * the pinned one.
   */
  Optional<ReleaseTuple> baseOf(HealingRunSpec run, Optional<ReleaseTuple> pinned) {
    return takesAdapter(run, pinned) ? Optional.of(tuple(release)) : pinned;
  }

  /**
   * Whether a repair of the pinned release fits the release that is stable now: prompt, decoding
   * and inputs may be others, the base model, its engine and the adapter may not.
   */
  boolean takesAdapter(HealingRunSpec run, Optional<ReleaseTuple> pinned) {
    if (run.stableFingerprint().equals(fingerprint)) {
      return true;
    }
    ReleaseTuple now = release == null ? null : tuple(release);
    return now != null
        && pinned
            .filter(then -> SpecTuple.samePool(then, now))
            .filter(then -> Objects.equals(then.digests(), now.digests()))
            .filter(then -> Objects.equals(then.adapter(), now.adapter()))
            .isPresent();
  }

  private static StablePlan of(TrafficPlanSpec plan) {
    List<TrafficPlanSpec.Route> routes = plan.routes();
    List<String> rejected =
        plan.rejected().stream().map(TrafficPlanSpec.Rejected::fingerprint).toList();
    StablePlan known = new StablePlan(plan.stable(), null, routes, rejected);
    ReleaseTuple stable = known.tuple(plan.stable());
    return stable == null
        ? new StablePlan(null, null, routes, rejected)
        : new StablePlan(plan.stable(), ReleaseFingerprint.of(stable), routes, rejected);
  }
}
