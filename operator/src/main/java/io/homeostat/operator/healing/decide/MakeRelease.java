package io.homeostat.operator.healing.decide;

import io.homeostat.crds.release.ReleaseStatus;

/** Makes the Release and waits until its adapter is proven on every engine pod. */
record MakeRelease() implements RunStep {
  @Override
  public String condition() {
    return "Released";
  }

  @Override
  public String state() {
    return "Releasing";
  }

  @Override
  public Outcome look(RunView run) {
    if (run.canary().exists()) {
      return new Outcome.Passed(RunReason.AdapterProven, "Release '%s' was proven".formatted(run.release().name()));
    }
    return StableGuard.look(run).orElseGet(() -> release(run));
  }

  private static Outcome release(RunView run) {
    if (run.spec().stableFingerprint().equals(run.proposedFingerprint())) {
      return new Outcome.Ended(
          RunReason.NothingToRelease, "training gave the adapter that stable serves already: the drift needs other data");
    }
    if (run.rejected().contains(run.proposedFingerprint())) {
      return new Outcome.Ended(
          RunReason.RejectedBefore,
          "Release '%s' was rolled back before: change the recipe, or order an Intervention with action Retry"
              .formatted(run.release().name()));
    }
    if (!run.release().exists()) {
      return new Outcome.Missing(RunChild.RELEASE);
    }
    ReleaseStatus status = run.release().status();
    ChildCondition ready = ChildCondition.of(status == null ? null : status.conditions(), "Ready");
    return ready.isTrue()
        ? new Outcome.Passed(
            RunReason.AdapterProven, "Release '%s' answers on every engine pod".formatted(run.release().name()))
        : new Outcome.Waiting(RunReason.Proving, ready.telling("Release", run.release().name()));
  }
}
