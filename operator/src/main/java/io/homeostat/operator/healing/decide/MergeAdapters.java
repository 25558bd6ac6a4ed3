package io.homeostat.operator.healing.decide;

import io.homeostat.crds.adaptermerge.AdapterMergeStatus;

/** Merges the new adapter with those that stable has for other capabilities. */
record MergeAdapters() implements RunStep {
  @Override
  public String condition() {
    return "Merged";
  }

  @Override
  public String state() {
    return "Merging";
  }

  @Override
  public Outcome look(RunView run) {
    if (!run.current().merges()) {
      return new Outcome.Passed(
          RunReason.NotRequired, "%s merges nothing".formatted(run.current().attempt().strategy()));
    }
    AdapterMergeStatus status = run.merge().status();
    ChildCondition succeeded =
        ChildCondition.of(status == null ? null : status.conditions(), "Succeeded");
    if (succeeded.isTrue() && status.artifact() != null) {
      return new Outcome.Passed(
          RunReason.AdapterMerged,
          "AdapterMerge '%s' made adapter %s by %s"
              .formatted(run.merge().name(), status.artifact().name(), status.method()));
    }
    return StableGuard.look(run).orElseGet(() -> merge(run, succeeded));
  }

  private static Outcome merge(RunView run, ChildCondition succeeded) {
    if (!run.merge().exists()) {
      return new Outcome.Missing(RunChild.ADAPTER_MERGE);
    }
    return succeeded.isFalse()
        ? new Outcome.Ended(
            RunReason.MergeFailed,
            "AdapterMerge '%s' (%s): %s"
                .formatted(run.merge().name(), succeeded.reason(), succeeded.message()))
        : new Outcome.Waiting(
            RunReason.Merging, succeeded.telling("AdapterMerge", run.merge().name()));
  }
}
