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
      return new Outcome.Passed(
          RunReason.GatesPassed,
          "Evaluation '%s': %s".formatted(run.evaluation().name(), succeeded.message()));
    }
    return StableGuard.look(run).orElseGet(() -> evaluate(run, status, succeeded));
  }

  private static Outcome evaluate(RunView run, EvaluationStatus status, ChildCondition succeeded) {
    if (!run.evaluation().exists()) {
      return new Outcome.Missing(RunChild.EVALUATION);
    }
    if (!succeeded.isFalse()) {
      return new Outcome.Waiting(
          RunReason.Evaluating, succeeded.telling("Evaluation", run.evaluation().name()));
    }
    RunReason reason =
        "Inconclusive".equals(status.verdict())
            ? RunReason.GatesInconclusive
            : RunReason.GatesFailed;
    return new Outcome.Ended(
        reason,
        "Evaluation '%s' (%s): %s"
            .formatted(run.evaluation().name(), succeeded.reason(), succeeded.message()));
  }
}
