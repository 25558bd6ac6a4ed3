package io.homeostat.operator.healing.decide;

import io.homeostat.crds.release.ReleaseStatus;
import java.util.Optional;

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
      return new Outcome.Passed(
          RunReason.AdapterProven, "Release '%s' was proven".formatted(run.release().name()));
    }
    return refusal(run)
        .or(() -> proven(run))
        .or(() -> StableGuard.look(run))
        .orElseGet(() -> release(run));
  }

  /** Only the last attempt gets here with a release that is not to be tried. */
  private static Optional<Outcome> refusal(RunView run) {
    RunView.Candidate candidate = run.current();
    if (candidate.fingerprint() == null) {
      return StableGuard.look(run).or(() -> Optional.of(gone(run, candidate)));
    }
    if (run.stable() != null && candidate.fingerprint().equals(run.stable().fingerprint())) {
      return Optional.of(
          new Outcome.Ended(
              RunReason.NothingToRelease,
              "training gave the adapter that stable serves already: the drift needs other data"));
    }
    return run.rejected().contains(candidate.fingerprint())
        ? Optional.of(
            new Outcome.Ended(
                RunReason.RejectedBefore,
                "Release '%s' was rolled back before: change the recipe, or order an Intervention with action Retry"
                    .formatted(run.release().name())))
        : Optional.empty();
  }

  private static Outcome gone(RunView run, RunView.Candidate candidate) {
    String what = Refusal.of(run, candidate);
    return new Outcome.Ended(
        RunReason.SourceGone,
        what == null
            ? "Release '%s', which the adapter was trained for, is gone"
                .formatted(run.spec().stableRelease())
            : what);
  }

  private static Optional<Outcome> proven(RunView run) {
    return ready(run).isTrue()
        ? Optional.of(
            new Outcome.Passed(
                RunReason.AdapterProven,
                "Release '%s' answers on every engine pod".formatted(run.release().name())))
        : Optional.empty();
  }

  private static Outcome release(RunView run) {
    return run.release().exists()
        ? new Outcome.Waiting(
            RunReason.Proving, ready(run).telling("Release", run.release().name()))
        : new Outcome.Missing(RunChild.RELEASE);
  }

  private static ChildCondition ready(RunView run) {
    ReleaseStatus status = run.release().status();
    return ChildCondition.of(status == null ? null : status.conditions(), "Ready");
  }
}
