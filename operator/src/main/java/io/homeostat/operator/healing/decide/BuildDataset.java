package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.operator.learning.decide.DatasetStatuses;
import java.util.List;

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
    if (tripped(status)) {
      return letThrough(run, status);
    }
    ChildCondition ready = ChildCondition.of(status == null ? null : status.conditions(), "Ready");
    return ready.isFalse() && DatasetStatuses.endsBuild(ready.reason())
        ? new Outcome.Ended(
            RunReason.DatasetFailed,
            "Dataset '%s' (%s): %s"
                .formatted(run.dataset().name(), ready.reason(), ready.message()))
        : new Outcome.Waiting(RunReason.Building, ready.telling("Dataset", run.dataset().name()));
  }

  private static boolean tripped(DatasetStatus status) {
    return status != null && status.guard() != null && "Tripped".equals(status.guard().state());
  }

  /** Text alone cannot tell an honest change from poisoning, so a person looks at the rows. */
  private static Outcome letThrough(RunView run, DatasetStatus status) {
    List<String> findings =
        status.guard().findings().stream().map(DatasetStatus.Finding::id).toList();
    if (run.accepted().containsAll(findings)) {
      return new Outcome.Waiting(
          RunReason.Building,
          "Dataset '%s' is built with what a person let through".formatted(run.dataset().name()));
    }
    if (run.approved(findings)) {
      return new Outcome.Accepting(findings);
    }
    ChildCondition ready = ChildCondition.of(status.conditions(), "Ready");
    return new Outcome.Asking(
        ApprovalGate.PoisonGuard,
        "the poison guard stopped Dataset '%s': %s. Look at the rows: homeostat dataset inspect %s"
            .formatted(run.dataset().name(), ready.message(), run.dataset().name()),
        findings);
  }
}
