package io.homeostat.operator.healing.decide;

import java.util.Optional;

/** Ends or holds a repair whose foundation, the pinned stable release, is gone or unknown. */
final class StableGuard {
  private StableGuard() {}

  static Optional<RunStep.Outcome> look(RunView run) {
    if (!run.serviceExists()) {
      return Optional.of(
          new RunStep.Outcome.Ended(
              RunReason.ModelServiceGone,
              "ModelService '%s' was deleted: there is nothing left to repair"
                  .formatted(run.spec().modelServiceRef().name())));
    }
    if (run.stableFingerprint() == null) {
      return Optional.of(
          new RunStep.Outcome.Waiting(
              RunReason.NoTrafficPlan,
              "the traffic plan of ModelService '%s' names no stable release at the moment"
                  .formatted(run.spec().modelServiceRef().name())));
    }
    return run.stableIsPinned()
        ? Optional.empty()
        : Optional.of(
            new RunStep.Outcome.Ended(
                RunReason.Superseded,
                "stable is no longer %s, which this run set out to repair: if the drift lasts, the policy starts anew"
                    .formatted(run.spec().stableRelease())));
  }
}
