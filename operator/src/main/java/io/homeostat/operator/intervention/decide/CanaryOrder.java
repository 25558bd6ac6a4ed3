package io.homeostat.operator.intervention.decide;

import io.homeostat.operator.canary.decide.CanaryState;
import java.util.Optional;

/**
 * Tells from a canary's state what became of an order for it. Each order is a state to be reached;
 * that the state was reached is the record of the order, so that nothing has to be written twice.
 */
public final class CanaryOrder {
  private CanaryOrder() {}

  /**
   * The outcome so far.
   *
   * @param action Promote, Abort, Pause or Resume
   * @param state where the CanaryRelease stands; empty when there is none of that name
   * @param dryRun whether it is one that is never promoted
   * @param rollout the Rollout that moves its traffic; empty when the operator does
   */
  public static Outcome of(
      String action,
      String target,
      Optional<CanaryState> state,
      boolean dryRun,
      Optional<String> rollout) {
    if (state.isEmpty()) {
      return Outcome.refused(
          InterventionReason.TargetNotFound,
          "there is no CanaryRelease '%s' in this namespace".formatted(target));
    }
    CanaryState now = state.get();
    if (dryRun && "Promote".equals(action) && !now.terminal()) {
      return Outcome.refused(
          InterventionReason.NotApplicable,
          "CanaryRelease '%s' is a dry run, which is never promoted".formatted(target));
    }
    if (rollout.isPresent() && !"Abort".equals(action) && !now.terminal()) {
      return Outcome.refused(
          InterventionReason.NotApplicable,
          "CanaryRelease '%s' follows Rollout '%s', which alone moves the traffic: use kubectl argo rollouts, or Abort"
              .formatted(target, rollout.get()));
    }
    return switch (action) {
      case "Promote" ->
          reached(action, target, now, now == CanaryState.Baking || now == CanaryState.Promoted);
      case "Abort" ->
          reached(action, target, now, now == CanaryState.Aborted || now == CanaryState.RolledBack);
      case "Pause" ->
          now == CanaryState.Baking
              ? Outcome.refused(
                  InterventionReason.NotApplicable,
                  "CanaryRelease '%s' is promoted already and bakes: Abort brings the old stable back"
                      .formatted(target))
              : reached(action, target, now, now == CanaryState.Paused);
      case "Resume" -> reached(action, target, now, !now.terminal() && now != CanaryState.Paused);
      default ->
          Outcome.refused(
              InterventionReason.NotApplicable,
              "%s is no order for a CanaryRelease: expected Promote, Abort, Pause or Resume"
                  .formatted(action));
    };
  }

  private static Outcome reached(String action, String target, CanaryState now, boolean reached) {
    if (reached) {
      return Outcome.done(
          InterventionReason.CarriedOut,
          "%s carried out: CanaryRelease '%s' is %s".formatted(action, target, now));
    }
    return now.terminal()
        ? Outcome.refused(
            InterventionReason.TargetFinished,
            "CanaryRelease '%s' has ended as %s before".formatted(target, now))
        : Outcome.waiting(
            InterventionReason.Pending,
            "CanaryRelease '%s' is %s; %s follows".formatted(target, now, action));
  }
}
