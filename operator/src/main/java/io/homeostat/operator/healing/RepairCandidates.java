package io.homeostat.operator.healing;

import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.healingrun.HealingRunPlan.Attempt;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseSpec.Provenance;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.healing.decide.RepairRelease;
import java.util.List;
import java.util.Optional;

/**
 * Works out what each attempt of a repair comes to, on the release that is stable now: put onto
 * another one, an attempt is another Release with an Evaluation of its own.
 *
 * @param base tuple that adapters are put onto; empty when it is not known
 * @param stable name of the release that candidates are compared with
 */
record RepairCandidates(
    HealingRun run, RunChildren children, Optional<ReleaseTuple> base, String stable) {
  /** A run's dataset is built once. */
  private static final int DATASET_VERSION = 1;

  /**
   * One attempt and its objects.
   *
   * @param spec of its Release; null before there is an adapter, or when what it needs is gone
   * @param name of the Release; null like spec
   */
  record Found(
      Attempt attempt,
      ReleaseSpec spec,
      String name,
      Optional<Release> release,
      String evaluationName,
      Optional<Evaluation> evaluation) {}

  /** The candidates of a repair as the plan, or its canary, makes them. */
  static List<Found> of(
      HealingRun run, StablePlan plan, RunChildren children, Optional<CanaryRelease> canary) {
    String namespace = run.getMetadata().getNamespace();
    Optional<ReleaseTuple> base =
        canary
            .flatMap(c -> children.release(namespace, c.getSpec().candidateRef().name()))
            .map(release -> release.getSpec().tuple())
            .or(() -> plan.baseOf(run.getSpec(), pinned(run, plan, children)));
    String stable =
        canary
            .map(CanaryRelease::getStatus)
            .map(status -> status.stable())
            .or(() -> Optional.ofNullable(plan.release()))
            .orElse(run.getSpec().stableRelease());
    RepairCandidates candidates = new RepairCandidates(run, children, base, stable);
    return run.getSpec().plan().attempts().stream().map(candidates::find).toList();
  }

  /** What the run has pinned, from the plan or else from its Release. */
  static Optional<ReleaseTuple> pinned(HealingRun run, StablePlan plan, RunChildren children) {
    return Optional.ofNullable(plan.tuple(run.getSpec().stableRelease()))
        .or(
            () ->
                children
                    .release(run.getMetadata().getNamespace(), run.getSpec().stableRelease())
                    .map(release -> release.getSpec().tuple()));
  }

  private Found find(Attempt attempt) {
    ReleaseSpec spec = spec(attempt).orElse(null);
    String name = name(attempt, spec);
    String evaluation =
        name == null
            ? null
            : RunManifests.evaluationName(run.getMetadata().getName(), name, stable);
    return new Found(
        attempt,
        spec,
        name,
        children.release(namespace(), name),
        evaluation,
        evaluation == null ? Optional.empty() : children.evaluation(namespace(), evaluation));
  }

  private String name(Attempt attempt, ReleaseSpec spec) {
    if (spec == null) {
      return null;
    }
    return attempt.release() != null
        ? attempt.release()
        : ReleaseFingerprint.name(run.getSpec().modelServiceRef().name(), spec.fingerprint());
  }

  private Optional<ReleaseSpec> spec(Attempt attempt) {
    String own = run.getMetadata().getName();
    String data = RunManifests.datasetName(own);
    return switch (attempt.strategy()) {
      case "EarlierRelease" ->
          children.release(namespace(), attempt.release()).map(Release::getSpec);
      case "ExistingAdapter" -> existing(attempt.adapter().fineTuneJob());
      case "Merge" ->
          children
              .merge(namespace(), RunManifests.mergeName(own))
              .map(AdapterMerge::getStatus)
              .map(AdapterMergeStatus::artifact)
              .flatMap(
                  artifact ->
                      onBase(
                          artifact,
                          new Provenance(
                              own,
                              RunManifests.fineTuneName(own),
                              data,
                              DATASET_VERSION,
                              RunManifests.mergeName(own))));
      default ->
          artifact(RunManifests.fineTuneName(own))
              .flatMap(
                  artifact ->
                      onBase(
                          artifact,
                          new Provenance(
                              own, RunManifests.fineTuneName(own), data, DATASET_VERSION, null)));
    };
  }

  /** An adapter of an earlier repair keeps the lineage that it has. */
  private Optional<ReleaseSpec> existing(String fineTuneJob) {
    Optional<String> dataset =
        children
            .fineTune(namespace(), fineTuneJob)
            .map(job -> job.getSpec().datasetRef())
            .map(Ref::name);
    return artifact(fineTuneJob)
        .flatMap(
            artifact ->
                onBase(
                    artifact,
                    new Provenance(
                        run.getMetadata().getName(),
                        fineTuneJob,
                        dataset.orElse(null),
                        DATASET_VERSION,
                        null)));
  }

  private Optional<FineTuneJobStatus.Artifact> artifact(String fineTuneJob) {
    return children
        .fineTune(namespace(), fineTuneJob)
        .map(FineTuneJob::getStatus)
        .map(FineTuneJobStatus::artifact);
  }

  private Optional<ReleaseSpec> onBase(FineTuneJobStatus.Artifact artifact, Provenance provenance) {
    return base.map(tuple -> RepairRelease.of(run.getSpec(), tuple, artifact, provenance));
  }

  private String namespace() {
    return run.getMetadata().getNamespace();
  }
}
