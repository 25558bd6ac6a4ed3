package io.homeostat.operator.canary.decide;

import java.time.Instant;

/** The time after a promotion, in which a breach or a person still brings the old stable back. */
final class BakeDecider {
  private BakeDecider() {}

  static CanaryDecision decide(CanaryObservation seen) {
    Evidence evidence = Evidence.of(seen);
    if (!seen.traffic().service()) {
      return CanaryDecider.end(
          seen,
          CanaryState.Aborted,
          CanaryReason.ModelServiceNotFound,
          "the ModelService was deleted");
    }
    if (seen.ordered("Abort") || seen.ordered("Rollback")) {
      return CanaryDecider.end(
          seen,
          CanaryState.RolledBack,
          CanaryReason.RolledBackByIntervention,
          "rolled back by order: " + seen.orderReason());
    }
    if (!evidence.breaches().isEmpty()) {
      return new CanaryDecision(
          seen.before().decided(evidence.decidedAt()).ended(CanaryState.RolledBack, seen.now()),
          CanaryReason.Breach,
          evidence.harm());
    }
    boolean inPlan = seen.candidate().name().equals(seen.traffic().stable());
    if (!inPlan) {
      return CanaryDecider.stay(seen, CanaryReason.Baking, "promoted; the traffic plan follows");
    }
    if (seen.supersededBy().isPresent()) {
      return CanaryDecider.end(
          seen, CanaryState.Promoted, CanaryReason.BakeEndedByChange, seen.supersededBy().get());
    }
    return byTime(seen);
  }

  private static CanaryDecision byTime(CanaryObservation seen) {
    Instant until = seen.before().promotedAt().plus(seen.rules().bake());
    return until.isAfter(seen.now())
        ? CanaryDecider.stay(
            seen,
            CanaryReason.Baking,
            "promoted; a breach before %s still rolls it back".formatted(until))
        : CanaryDecider.end(
            seen,
            CanaryState.Promoted,
            CanaryReason.BakeCompleted,
            "stable since %s, without a breach in %d s"
                .formatted(seen.before().promotedAt(), seen.rules().bake().toSeconds()));
  }
}
