package io.homeostat.operator.healing.decide;

import io.homeostat.crds.dataset.DatasetStatus;
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

  /** A person decides where the policy says so, and where no reference confirms the corrections. */
  private static Optional<Outcome> ask(RunView run) {
    if (run.approved(ApprovalGate.BeforeTraining) || run.approved(ApprovalGate.PoisonGuard)) {
      return Optional.empty();
    }
    DatasetStatus.Guard guard =
        run.dataset().status() == null ? null : run.dataset().status().guard();
    String data = run.dataset().name();
    if (guard != null && "Unconfirmed".equals(guard.state())) {
      return asking(
          "nothing but the corrections themselves says that other answers are right now: look at a sample of Dataset '%s', homeostat dataset inspect %s"
              .formatted(data, data));
    }
    return ApprovalGate.BeforeTraining.name().equals(run.spec().plan().approval())
        ? asking("approval is BeforeTraining: look at Dataset '%s'".formatted(data))
        : Optional.empty();
  }

  private static Optional<Outcome> asking(String message) {
    return Optional.of(new Outcome.Asking(ApprovalGate.BeforeTraining, message));
  }
}
