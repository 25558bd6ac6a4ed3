package io.homeostat.cli.heal;

import io.homeostat.cli.cluster.Cluster;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseSpec;
import java.util.Optional;
import java.util.function.Function;

/** A repair and what it made, as far as that still exists. */
record RepairObjects(
    HealingRun run,
    Optional<HealingPolicy> policy,
    Optional<Dataset> dataset,
    Optional<FineTuneJob> training,
    Optional<AdapterMerge> merge,
    Optional<Release> release,
    Optional<Evaluation> evaluation,
    Optional<CanaryRelease> canary) {
  static RepairObjects of(Cluster cluster, HealingRun run) {
    Optional<Release> release = cluster.find(Release.class, name(run, HealingRunStatus::release));
    String training =
        release
            .map(Release::getSpec)
            .map(ReleaseSpec::provenance)
            .map(ReleaseSpec.Provenance::fineTuneJob)
            .orElse(name(run, HealingRunStatus::fineTuneJob));
    return new RepairObjects(
        run,
        cluster.find(HealingPolicy.class, run.getSpec().healingPolicyRef().name()),
        cluster.find(Dataset.class, name(run, HealingRunStatus::dataset)),
        cluster.find(FineTuneJob.class, training),
        cluster.find(AdapterMerge.class, name(run, HealingRunStatus::adapterMerge)),
        release,
        cluster.find(Evaluation.class, name(run, HealingRunStatus::evaluation)),
        cluster.find(CanaryRelease.class, name(run, HealingRunStatus::canaryRelease)));
  }

  private static String name(HealingRun run, Function<HealingRunStatus, String> field) {
    return run.getStatus() == null ? null : field.apply(run.getStatus());
  }
}
