package io.homeostat.operator.intervention.decide;

import java.util.Optional;

/** Tells from the record in a TrafficPlan what became of an order for its ModelService. */
public final class ServiceOrder {
  private ServiceOrder() {}

  /**
   * The outcome so far.
   *
   * @param action Retry, Rollback or SetTraffic
   * @param exists whether there is a ModelService of that name
   * @param recorded what the plan says about this order; empty while it was not carried out
   */
  public static Outcome of(
      String action, String target, boolean exists, Optional<InterventionReason> recorded) {
    if (!exists) {
      return Outcome.refused(
          InterventionReason.TargetNotFound,
          "there is no ModelService '%s' in this namespace".formatted(target));
    }
    return recorded
        .map(
            reason ->
                reason == InterventionReason.CarriedOut
                    ? Outcome.done(
                        reason, "%s of ModelService '%s' carried out".formatted(action, target))
                    : Outcome.refused(reason, refused(action, target, reason)))
        .orElseGet(
            () ->
                Outcome.waiting(
                    InterventionReason.Pending,
                    "%s of ModelService '%s' follows".formatted(action, target)));
  }

  private static String refused(String action, String target, InterventionReason reason) {
    if (reason == InterventionReason.ReleaseNotFound) {
      return "ModelService '%s' has no Release of the name in spec.parameters.release: see kubectl get releases"
          .formatted(target);
    }
    return "Rollback".equals(action)
        ? "ModelService '%s' has no earlier stable release to go back to".formatted(target)
        : "nothing that the spec of ModelService '%s' asks for was refused".formatted(target);
  }
}
