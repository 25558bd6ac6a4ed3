package io.homeostat.operator.healing.decide;

import java.util.Optional;

/**
 * Ends or holds a repair whose foundation is gone: the stable release that it repairs, or the drift
 * itself.
 */
final class StableGuard {
  private StableGuard() {}

  static Optional<RunStep.Outcome> look(RunView run) {
    if (!run.serviceExists()) {
      return ended(
          RunReason.ModelServiceGone,
          "ModelService '%s' was deleted: there is nothing left to repair"
              .formatted(run.spec().modelServiceRef().name()));
    }
    if (run.stable() == null) {
      return Optional.of(
          new RunStep.Outcome.Waiting(
              RunReason.NoTrafficPlan,
              "the traffic plan of ModelService '%s' names no stable release at the moment"
                  .formatted(run.spec().modelServiceRef().name())));
    }
    if (!run.stable().takesAdapter()) {
      return ended(
          RunReason.Superseded,
          "stable is no longer %s, which this run set out to repair, and %s has another base model or adapter: if the drift lasts, the policy starts anew"
              .formatted(run.spec().stableRelease(), run.stable().release()));
    }
    return DriftNow.of(run.spec().drift(), run.monitor()) == DriftNow.OVER
        ? ended(
            RunReason.Recovered,
            "'%s' has recovered by itself: DriftMonitor '%s' sees no drift of it any more"
                .formatted(run.spec().drift().capability(), run.spec().drift().monitor()))
        : Optional.empty();
  }

  private static Optional<RunStep.Outcome> ended(RunReason reason, String message) {
    return Optional.of(new RunStep.Outcome.Ended(reason, message));
  }
}
