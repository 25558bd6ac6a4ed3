package io.homeostat.operator.healing.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;

/** Moves sessions to the Release by a canary; its own verdict is the run's. */
record ReleaseByCanary() implements RunStep {
  @Override
  public String condition() {
    return "Canaried";
  }

  @Override
  public String state() {
    return "Canary";
  }

  @Override
  public Outcome look(RunView run) {
    return run.canary().exists() ? follow(run) : StableGuard.look(run).orElseGet(() -> begin(run));
  }

  private static Outcome begin(RunView run) {
    if (run.before() != null && run.before().canaryRelease() != null) {
      return new Outcome.Ended(
          RunReason.Aborted,
          "CanaryRelease '%s' was deleted, which aborts it"
              .formatted(run.before().canaryRelease()));
    }
    if (run.current().commit() != null) {
      return new Outcome.Ended(
          RunReason.AwaitingGit,
          "Release '%s' passed its Evaluation, and spec.adapter.mode of ModelService '%s' leaves the choice of the adapter to Git: to release it, commit\n%s"
              .formatted(
                  run.release().name(),
                  run.spec().modelServiceRef().name(),
                  run.current().commit()));
    }
    if (run.paused()) {
      return new Outcome.Waiting(RunReason.Paused, "the chart value paused stops new canaries");
    }
    boolean asks =
        ApprovalGate.BeforeRelease.name().equals(run.spec().plan().approval())
            && !run.approved(ApprovalGate.BeforeRelease);
    return asks
        ? new Outcome.Asking(
            ApprovalGate.BeforeRelease,
            "approval is BeforeRelease: look at Evaluation '%s'".formatted(run.evaluation().name()))
        : inWindow(run);
  }

  private static Outcome inWindow(RunView run) {
    return Windows.next(run.spec().plan().maintenanceWindows(), run.now())
        .<Outcome>map(
            opens ->
                new Outcome.Waiting(
                    RunReason.OutsideWindow,
                    "no maintenance window is open; the next one opens at " + opens,
                    opens))
        .orElseGet(() -> new Outcome.Missing(RunChild.CANARY_RELEASE));
  }

  private static Outcome follow(RunView run) {
    String name = run.canary().name();
    CanaryReleaseStatus status = run.canary().status();
    ChildCondition succeeded =
        ChildCondition.of(status == null ? null : status.conditions(), "Succeeded");
    if (succeeded.isTrue()) {
      return new Outcome.Passed(
          RunReason.Promoted, "CanaryRelease '%s': %s".formatted(name, succeeded.message()));
    }
    if (!succeeded.isFalse()) {
      return new Outcome.Waiting(RunReason.CanaryRunning, succeeded.telling("CanaryRelease", name));
    }
    RunReason reason =
        switch (status.state() == null ? "" : status.state()) {
          case "Superseded" -> RunReason.Superseded;
          case "Aborted" -> RunReason.Aborted;
          default -> RunReason.RolledBack;
        };
    return new Outcome.Ended(
        reason,
        "CanaryRelease '%s' (%s): %s".formatted(name, succeeded.reason(), succeeded.message()));
  }
}
