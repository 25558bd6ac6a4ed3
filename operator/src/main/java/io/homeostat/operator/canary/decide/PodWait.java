package io.homeostat.operator.canary.decide;

import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import java.util.Optional;

/**
 * A candidate that does not have its share yet, because the engine pods for it are not ready.
 *
 * @param given share that the plan gives it now, permille
 * @param words what is lacking
 */
public record PodWait(int given, String words) {
  private static final String CANDIDATE = "Candidate";

  /**
   * Whether a canary waits for pods.
   *
   * @param plan the plan of its ModelService
   * @param candidate name of its candidate
   * @param before the share that it wants
   * @param lacking what the ModelService says of pods that are not ready; empty while it lacks none
   */
  public static Optional<PodWait> of(
      TrafficPlanSpec plan, String candidate, CanaryProgress before, Optional<String> lacking) {
    int given =
        plan.routes().stream()
            .filter(route -> CANDIDATE.equals(route.role()))
            .filter(route -> route.release().equals(candidate))
            .mapToInt(TrafficPlanSpec.Route::weightPermille)
            .sum();
    return lacking
        .filter(words -> before.state() == CanaryState.Progressing && given < before.weight())
        .map(words -> new PodWait(given, words));
  }
}
