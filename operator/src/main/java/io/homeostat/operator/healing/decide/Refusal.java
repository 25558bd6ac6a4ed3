package io.homeostat.operator.healing.decide;

import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.evaluation.EvaluationStatus;

/** Why an attempt is out, so that the next one is tried. */
final class Refusal {
  private Refusal() {}

  /** The reason in one sentence; null while the attempt is not out. */
  static String of(RunView run, RunView.Candidate candidate) {
    if (candidate.fingerprint() == null) {
      return withoutRelease(run, candidate);
    }
    if (run.rejected().contains(candidate.fingerprint())) {
      return "Release '%s' was rolled back before".formatted(candidate.release().name());
    }
    if (run.stable() != null && candidate.fingerprint().equals(run.stable().fingerprint())) {
      return "Release '%s' is what stable serves already".formatted(candidate.release().name());
    }
    EvaluationStatus status = candidate.evaluation().status();
    ChildCondition evaluated =
        ChildCondition.of(status == null ? null : status.conditions(), "Succeeded");
    return evaluated.isFalse()
        ? "Evaluation '%s': %s".formatted(candidate.evaluation().name(), evaluated.message())
        : null;
  }

  private static String withoutRelease(RunView run, RunView.Candidate candidate) {
    if (!candidate.trains()) {
      return "EarlierRelease".equals(candidate.attempt().strategy())
          ? "Release '%s' is gone".formatted(candidate.attempt().release())
          : "FineTuneJob '%s' or its adapter is gone"
              .formatted(candidate.attempt().adapter().fineTuneJob());
    }
    AdapterMergeStatus merge = run.merge().status();
    ChildCondition merged =
        ChildCondition.of(merge == null ? null : merge.conditions(), "Succeeded");
    return candidate.merges() && merged.isFalse()
        ? "AdapterMerge '%s': %s".formatted(run.merge().name(), merged.message())
        : null;
  }
}
