package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.canary.decide.CanaryDefaults;

/**
 * The name of the pool that serves a release. A service begins with the pool {@code engine}, which
 * is also what pools were called when each service had one; every later pool is named after what
 * its pods run.
 */
public final class PoolName {
  /** The first pool of every service. */
  public static final String FIRST = "engine";

  private static final int DIGITS = 10;

  private PoolName() {}

  /**
   * The pool of a release.
   *
   * @param plan the plan, whose routes keep the names of pools that run; null before there is one
   * @param tuple the release; null before there is one
   */
  public static String of(TrafficPlanSpec plan, ReleaseTuple tuple) {
    if (plan == null || tuple == null) {
      return FIRST;
    }
    return plan.routes().stream()
        .filter(route -> SpecTuple.samePool(route.tuple(), tuple))
        .findFirst()
        .map(route -> CanaryDefaults.orElse(route.pool(), FIRST))
        .orElseGet(() -> SpecTuple.poolDigest(tuple).substring(0, DIGITS));
  }

  /** The pool of a release when the plan was lost: the one whose pods run it, else the first. */
  static String afterLoss(EngineView engines, ReleaseTuple tuple) {
    String digest = SpecTuple.poolDigest(tuple);
    return engines.pools().stream()
        .filter(pool -> digest.equals(pool.digest()))
        .findFirst()
        .map(EngineView.Pool::name)
        .orElse(FIRST);
  }
}
