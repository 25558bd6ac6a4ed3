package io.homeostat.operator.healing.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingrun.HealingRunSpec;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.crds.release.ReleaseStatus;
import java.util.List;

/**
 * Everything that a HealingRun decides from.
 *
 * @param createdAt when the run was made, RFC 3339
 * @param before the status as it stands; null when there is none
 * @param serviceExists whether the ModelService is there
 * @param stableFingerprint of the release that the traffic plan calls stable now; null when there
 *     is no plan
 * @param rejected fingerprints that the traffic plan lists as rejected
 * @param proposedFingerprint of the Release that this run makes; null before the adapter is trained
 * @param commit lines that Git needs before the adapter may serve; null when the operator may
 *     release it by itself
 * @param paused whether the chart stops new canaries
 */
public record RunView(
    Long generation,
    String createdAt,
    HealingRunSpec spec,
    HealingRunStatus before,
    boolean serviceExists,
    String stableFingerprint,
    List<String> rejected,
    String proposedFingerprint,
    Child<DatasetStatus> dataset,
    Child<FineTuneJobStatus> fineTune,
    Child<ReleaseStatus> release,
    Child<EvaluationStatus> evaluation,
    Child<CanaryReleaseStatus> canary,
    String commit,
    boolean paused) {
  /**
   * An object that the run makes and does not own.
   *
   * @param name its name; null while the name is not known
   * @param exists whether it is there
   * @param status null when it has none yet
   */
  public record Child<S>(String name, boolean exists, S status) {
    /** An object that is not there. */
    public static <S> Child<S> absent(String name) {
      return new Child<>(name, false, null);
    }
  }

  /**
   * Whether stable is still the release that the run has pinned; false, too, while that is not
   * known.
   */
  boolean stableIsPinned() {
    return spec.stableFingerprint().equals(stableFingerprint);
  }
}
