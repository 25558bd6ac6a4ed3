package io.homeostat.operator.healing.decide;

import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingrun.HealingRunSpec;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;

/**
 * The Release that a repair proposes: what stable is, with the trained adapter in place of
 * stable's.
 */
public final class RepairRelease {
  private RepairRelease() {}

  /**
   * Returns the spec of the Release; equal inputs give the same fingerprint and thereby the same
   * name.
   *
   * @param stable tuple of the release that the run has pinned
   * @param artifact what training made
   */
  public static ReleaseSpec of(
      HealingRunSpec run,
      ReleaseTuple stable,
      FineTuneJobStatus.Artifact artifact,
      ReleaseSpec.Provenance provenance) {
    ReleaseTuple tuple =
        stable.withAdapter(
            new ReleaseTuple.Adapter(artifact.name(), artifact.uri(), artifact.digest()));
    return new ReleaseSpec(
        run.modelServiceRef(), ReleaseFingerprint.of(tuple), artifact.name(), tuple, provenance);
  }
}
