package io.homeostat.operator.healing.decide;

import io.homeostat.crds.evaluation.EvaluationStatus;

/** Compares the Release with stable on held-out items, without traffic. */
record EvaluateRelease() implements RunStep {
  @Override
  public String condition() {
    return "Evaluated";
  }

  @Override
  public String state() {
    return "Evaluating";
  }

  @Override
  public Outcome look(RunView run) {
    EvaluationStatus status = run.evaluation().status();
    ChildCondition succeeded =
        ChildCondition.of(status == null ? null : status.conditions(), "Succeeded");
    if (succeeded.isTrue()) {
      return passed(run, status, succeeded);
    }
    if (run.canary().exists()) {
      return new Outcome.Passed(
          RunReason.GatesPassed, "Release '%s' was evaluated".formatted(run.release().name()));
    }
    return StableGuard.look(run).orElseGet(() -> evaluate(run, status, succeeded));
  }

  /** Gates that only the monitor's own judge has passed prove nothing that it does not believe. */
  private static Outcome passed(RunView run, EvaluationStatus status, ChildCondition succeeded) {
    ChildCondition independent = ChildCondition.of(status.conditions(), "Independent");
    boolean asks =
        independent.isFalse()
            && !run.canary().exists()
            && !run.approved(ApprovalGate.BeforeRelease);
    return asks
        ? new Outcome.Asking(
            ApprovalGate.BeforeRelease, independent.telling("Evaluation", run.evaluation().name()))
        : new Outcome.Passed(
            RunReason.GatesPassed,
            "Evaluation '%s': %s".formatted(run.evaluation().name(), succeeded.message()));
  }

  private static Outcome evaluate(RunView run, EvaluationStatus status, ChildCondition succeeded) {
    if (!run.evaluation().exists()) {
      return new Outcome.Missing(RunChild.EVALUATION);
    }
    if (!succeeded.isFalse()) {
      return new Outcome.Waiting(
          RunReason.Evaluating, succeeded.telling("Evaluation", run.evaluation().name()));
    }
    String words =
        "Evaluation '%s' (%s): %s"
            .formatted(run.evaluation().name(), succeeded.reason(), succeeded.message());
    if (!"Inconclusive".equals(status.verdict())) {
      return new Outcome.Ended(RunReason.GatesFailed, words);
    }
    return run.approved(ApprovalGate.BeforeRelease)
        ? new Outcome.Passed(RunReason.Approved, "a person let it pass. " + words)
        : new Outcome.Asking(ApprovalGate.BeforeRelease, words);
  }
}
