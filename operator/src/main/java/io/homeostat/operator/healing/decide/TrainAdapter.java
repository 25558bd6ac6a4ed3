package io.homeostat.operator.healing.decide;

import io.homeostat.crds.finetunejob.FineTuneJobStatus;

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
      return new Outcome.Missing(RunChild.FINE_TUNE_JOB);
    }
    return succeeded.isFalse()
        ? new Outcome.Ended(
            RunReason.TrainingFailed,
            "FineTuneJob '%s' (%s): %s"
                .formatted(run.fineTune().name(), succeeded.reason(), succeeded.message()))
        : new Outcome.Waiting(
            RunReason.Training, succeeded.telling("FineTuneJob", run.fineTune().name()));
  }
}
