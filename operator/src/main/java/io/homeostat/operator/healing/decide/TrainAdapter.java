package io.homeostat.operator.healing.decide;

import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import java.util.Optional;

/** Trains the adapter. */
record TrainAdapter() implements RunStep {
  @Override
  public String condition() {
    return "Trained";
  }

  @Override
  public String state() {
    return "Training";
  }

  @Override
  public Outcome look(RunView run) {
    if (!run.current().trains()) {
      return new Outcome.Passed(
          RunReason.NotRequired, "%s trains nothing".formatted(run.current().attempt().strategy()));
    }
    FineTuneJobStatus status = run.fineTune().status();
    ChildCondition succeeded =
        ChildCondition.of(status == null ? null : status.conditions(), "Succeeded");
    if (succeeded.isTrue() && status.artifact() != null) {
      return new Outcome.Passed(
          RunReason.AdapterTrained,
          "FineTuneJob '%s' made adapter %s, loss %s"
              .formatted(run.fineTune().name(), status.artifact().name(), status.loss()));
    }
    return StableGuard.look(run).orElseGet(() -> train(run, succeeded));
  }

  private static Outcome train(RunView run, ChildCondition succeeded) {
    if (!run.fineTune().exists()) {
      return ask(run).orElseGet(() -> new Outcome.Missing(RunChild.FINE_TUNE_JOB));
    }
    return succeeded.isFalse()
        ? new Outcome.Ended(
            RunReason.TrainingFailed,
            "FineTuneJob '%s' (%s): %s"
                .formatted(run.fineTune().name(), succeeded.reason(), succeeded.message()))
        : new Outcome.Waiting(
            RunReason.Training, succeeded.telling("FineTuneJob", run.fineTune().name()));
  }

  private static Optional<Outcome> ask(RunView run) {
    boolean asks =
        ApprovalGate.BeforeTraining.name().equals(run.spec().plan().approval())
            && !run.approved(ApprovalGate.BeforeTraining);
    return asks
        ? Optional.of(
            new Outcome.Asking(
                ApprovalGate.BeforeTraining,
                "approval is BeforeTraining: look at Dataset '%s'"
                    .formatted(run.dataset().name())))
        : Optional.empty();
  }
}
