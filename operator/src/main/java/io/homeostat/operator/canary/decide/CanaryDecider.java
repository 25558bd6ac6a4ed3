package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.CanaryState.Aborted;
import static io.homeostat.operator.canary.decide.CanaryState.Superseded;

/**
 * The state machine of a canary. It reads only what was observed, so that the same observation
 * after a restart gives the same decision; each result is one write of status.
 */
public final class CanaryDecider {
  private CanaryDecider() {}

  /**
   * Decides about one canary.
   *
   * @throws IllegalArgumentException when it has ended
   */
  public static CanaryDecision decide(CanaryObservation seen) {
    return switch (seen.before().state()) {
      case Waiting -> waiting(seen);
      case Progressing, Paused, Parked ->
          seen.followed()
              .map(rollout -> FollowingDecider.decide(seen, rollout))
              .orElseGet(() -> TestingDecider.decide(seen));
      case Baking -> BakeDecider.decide(seen);
      case Completed, Promoted, RolledBack, Aborted, Superseded ->
          throw new IllegalArgumentException(
              "expected a canary that has not ended, found " + seen.before().state());
    };
  }

  private static CanaryDecision waiting(CanaryObservation seen) {
    if (seen.ordered("Abort")) {
      return end(
          seen, Aborted, CanaryReason.AbortedByIntervention, "aborted: " + seen.orderReason());
    }
    if (seen.supersededBy().isPresent()) {
      return end(seen, Superseded, CanaryReason.SupersededByChange, seen.supersededBy().get());
    }
    if (!seen.traffic().service()) {
      return stay(
          seen,
          CanaryReason.ModelServiceNotFound,
          "there is no such ModelService in this namespace");
    }
    if (seen.candidate().fingerprint() == null) {
      return stay(
          seen,
          CanaryReason.CandidateNotFound,
          "there is no Release '%s' in this namespace: create it or name another candidate"
              .formatted(seen.candidate().name()));
    }
    if (seen.stopped().isPresent()) {
      return stay(seen, CanaryReason.NewCanariesStopped, seen.stopped().get());
    }
    if (!seen.candidate().ready()) {
      return stay(
          seen,
          CanaryReason.CandidateNotReady,
          "the candidate is not proven: " + seen.candidate().message());
    }
    if (seen.holdsSlot() && seen.traffic().byHand().isPresent()) {
      return stay(seen, CanaryReason.TrafficSetByIntervention, seen.traffic().byHand().get());
    }
    if (!seen.holdsSlot()) {
      return queued(seen);
    }
    return seen.followed()
        .map(rollout -> FollowingDecider.start(seen, rollout))
        .orElseGet(() -> start(seen));
  }

  private static CanaryDecision queued(CanaryObservation seen) {
    return stay(
        seen,
        CanaryReason.WaitingForSlot,
        seen.traffic().holder() == null
            ? "the traffic plan gives the candidate's place when all gateways serve its last change"
            : "another release holds the candidate's place; it is this one's turn afterwards");
  }

  private static CanaryDecision start(CanaryObservation seen) {
    CanaryRules rules = seen.rules();
    return new CanaryDecision(
        seen.before().started(seen.traffic().stable(), rules.digest(), rules.step(0), seen.now()),
        CanaryReason.Started,
        "comparing '%s' with '%s', %s"
            .formatted(seen.candidate().name(), seen.traffic().stable(), Words.step(rules, 0)));
  }

  static CanaryDecision stay(CanaryObservation seen, CanaryReason reason, String message) {
    return new CanaryDecision(seen.before(), reason, message);
  }

  static CanaryDecision end(
      CanaryObservation seen, CanaryState end, CanaryReason reason, String message) {
    return new CanaryDecision(seen.before().ended(end, seen.now()), reason, message);
  }
}
