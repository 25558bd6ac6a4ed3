package io.homeostat.operator.healing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.healing.decide.RepairGates;
import io.homeostat.operator.healing.decide.RepairPlan;
import io.homeostat.operator.healing.decide.RepairRelease;
import io.homeostat.operator.healing.decide.RunChild;
import io.homeostat.operator.healing.decide.RunView;
import io.homeostat.operator.learning.decide.DatasetStatuses;
import io.homeostat.operator.learning.decide.EvaluationStatuses;
import io.homeostat.operator.learning.decide.FineTuneStatuses;
import io.homeostat.operator.modelservice.decide.GitYaml;
import io.homeostat.operator.modelservice.decide.SpecTuple;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what a HealingRun decides from, and makes the objects that it decides to create. */
record RunObserver(
    KubernetesClient client,
    ResourceCache<ModelService> services,
    ResourceCache<TrafficPlan> plans,
    ResourceCache<QualityPolicy> policies,
    RunChildren children,
    boolean paused) {

  /** A run's dataset is built once. */
  private static final int DATASET_VERSION = 1;

  Seen observe(HealingRun run) {
    String namespace = run.getMetadata().getNamespace();
    String name = run.getMetadata().getName();
    String service = run.getSpec().modelServiceRef().name();
    StablePlan plan = StablePlan.find(plans, namespace, service);
    Optional<FineTuneJob> fineTune = children.fineTune(namespace, RunManifests.fineTuneName(name));
    ReleaseSpec proposed = proposed(run, plan, fineTune).orElse(null);
    String releaseName = releaseName(run, proposed);
    return new Seen(
        run,
        services.get(new ResourceID(service, namespace)).orElse(null),
        plan,
        capabilities(namespace, service),
        proposed,
        releaseName,
        children.dataset(namespace, RunManifests.datasetName(name)),
        fineTune,
        children.release(namespace, releaseName),
        children.evaluation(namespace, RunManifests.evaluationName(name)),
        children.canary(namespace, RunManifests.canaryName(name)),
        paused);
  }

  /** The Release that the run makes, once its adapter is there. */
  private Optional<ReleaseSpec> proposed(
      HealingRun run, StablePlan plan, Optional<FineTuneJob> fineTune) {
    Optional<FineTuneJobStatus.Artifact> artifact =
        fineTune.map(FineTuneJob::getStatus).map(FineTuneJobStatus::artifact);
    Optional<ReleaseTuple> stable =
        Optional.ofNullable(plan.tuple(run.getSpec().stableRelease()))
            .or(
                () ->
                    children
                        .release(run.getMetadata().getNamespace(), run.getSpec().stableRelease())
                        .map(release -> release.getSpec().tuple()));
    String name = run.getMetadata().getName();
    var provenance =
        new ReleaseSpec.Provenance(
            name, RunManifests.fineTuneName(name), RunManifests.datasetName(name), DATASET_VERSION);
    return artifact.flatMap(
        a -> stable.map(tuple -> RepairRelease.of(run.getSpec(), tuple, a, provenance)));
  }

  private static String releaseName(HealingRun run, ReleaseSpec proposed) {
    if (proposed != null) {
      return ReleaseFingerprint.name(
          run.getSpec().modelServiceRef().name(), proposed.fingerprint());
    }
    return run.getStatus() == null ? null : run.getStatus().release();
  }

  private List<String> capabilities(String namespace, String service) {
    return policies
        .list(namespace, p -> service.equals(p.getSpec().modelServiceRef().name()))
        .flatMap(p -> p.getSpec().capabilities().stream())
        .map(QualityPolicySpec.Capability::name)
        .distinct()
        .toList();
  }

  /** A repair and its surroundings at one moment. */
  record Seen(
      HealingRun run,
      ModelService service,
      StablePlan plan,
      List<String> capabilities,
      ReleaseSpec proposed,
      String releaseName,
      Optional<Dataset> dataset,
      Optional<FineTuneJob> fineTune,
      Optional<Release> release,
      Optional<Evaluation> evaluation,
      Optional<CanaryRelease> canary,
      boolean paused) {
    RunView view() {
      String name = run.getMetadata().getName();
      return new RunView(
          run.getMetadata().getGeneration(),
          run.getMetadata().getCreationTimestamp(),
          run.getSpec(),
          run.getStatus(),
          service != null,
          plan.fingerprint(),
          plan.rejected(),
          proposed == null ? null : proposed.fingerprint(),
          RunChildren.child(RunManifests.datasetName(name), dataset),
          RunChildren.child(RunManifests.fineTuneName(name), fineTune),
          RunChildren.child(releaseName, release),
          RunChildren.child(RunManifests.evaluationName(name), evaluation),
          RunChildren.child(RunManifests.canaryName(name), canary),
          commit(),
          paused);
    }

    /** What Git has to say first, where the adapter is Git's choice. */
    private String commit() {
      boolean released = release.isPresent() && service != null;
      return !released || SpecTuple.managesAdapter(service.getSpec())
          ? null
          : GitYaml.toPin(release.get().getSpec().tuple().adapter());
    }

    HasMetadata manifest(RunChild child) {
      return switch (child) {
        case DATASET -> RunManifests.dataset(run);
        case FINE_TUNE_JOB -> RunManifests.fineTune(run);
        case RELEASE -> RunManifests.release(run, proposed, service);
        case EVALUATION ->
            RunManifests.evaluation(run, releaseName, RepairGates.of(run.getSpec(), capabilities));
        case CANARY_RELEASE ->
            RunManifests.canary(
                run,
                releaseName,
                RepairPlan.of(run.getSpec(), capabilities, service.getSpec().release()));
      };
    }

    /** What is under way and has no purpose once the run is over. */
    List<HasMetadata> unfinished() {
      List<HasMetadata> open = new ArrayList<>();
      canary.filter(c -> !isOver(c)).ifPresent(open::add);
      evaluation.filter(e -> !EvaluationStatuses.isFinal(e.getStatus())).ifPresent(open::add);
      fineTune.filter(f -> !FineTuneStatuses.isFinal(f.getStatus())).ifPresent(open::add);
      dataset.filter(d -> !DatasetStatuses.isFinal(d.getStatus())).ifPresent(open::add);
      return open;
    }

    private static boolean isOver(CanaryRelease canary) {
      return canary.getStatus() != null
          && (Conditions.isTrue(canary.getStatus().conditions(), "Succeeded")
              || Conditions.isFalse(canary.getStatus().conditions(), "Succeeded"));
    }
  }
}
