package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.operator.learning.decide.DatasetStatuses;

/** Collects corrections of the drifted capability and replay of the others. */
record BuildDataset() implements RunStep {
  @Override
  public String condition() {
    return "DatasetReady";
  }

  @Override
  public String state() {
    return "CollectingData";
  }

  @Override
  public Outcome look(RunView run) {
    DatasetStatus status = run.dataset().status();
    if (status != null && Conditions.isTrue(status.conditions(), "Ready")) {
      return new Outcome.Passed(
          RunReason.DatasetBuilt,
          "Dataset '%s': %d rows to train on (%d corrections of %d sources, %d replayed), %d held out"
              .formatted(
                  run.dataset().name(),
                  status.trainRows(),
                  status.corrections(),
                  status.sources(),
                  status.replay(),
                  status.testRows()));
    }
    return StableGuard.look(run).orElseGet(() -> build(run, status));
  }

  private static Outcome build(RunView run, DatasetStatus status) {
    if (!run.dataset().exists()) {
      return new Outcome.Missing(RunChild.DATASET);
    }
    ChildCondition ready = ChildCondition.of(status == null ? null : status.conditions(), "Ready");
    return ready.isFalse() && DatasetStatuses.endsBuild(ready.reason())
        ? new Outcome.Ended(
            RunReason.DatasetFailed,
            "Dataset '%s' (%s): %s"
                .formatted(run.dataset().name(), ready.reason(), ready.message()))
        : new Outcome.Waiting(RunReason.Building, ready.telling("Dataset", run.dataset().name()));
  }
}
