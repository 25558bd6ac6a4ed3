package io.homeostat.operator.healing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.release.Release;
import io.homeostat.operator.healing.decide.RunView.Child;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the objects of a repair. What the cache does not know is asked for at the API server, since
 * a cache may be late, and a canary that seems to be gone would end the run.
 */
record RunChildren(
    KubernetesClient client,
    ResourceCache<Dataset> datasets,
    ResourceCache<FineTuneJob> fineTuneJobs,
    ResourceCache<AdapterMerge> merges,
    ResourceCache<Release> releases,
    ResourceCache<Evaluation> evaluations,
    ResourceCache<CanaryRelease> canaries) {
  Optional<Dataset> dataset(String namespace, String name) {
    return find(datasets, Dataset.class, namespace, name);
  }

  Optional<FineTuneJob> fineTune(String namespace, String name) {
    return find(fineTuneJobs, FineTuneJob.class, namespace, name);
  }

  Optional<AdapterMerge> merge(String namespace, String name) {
    return find(merges, AdapterMerge.class, namespace, name);
  }

  Optional<Release> release(String namespace, String name) {
    return name == null ? Optional.empty() : find(releases, Release.class, namespace, name);
  }

  Optional<Evaluation> evaluation(String namespace, String name) {
    return find(evaluations, Evaluation.class, namespace, name);
  }

  /** Evaluations that a run has made. */
  Stream<Evaluation> evaluations(HealingRun run) {
    return evaluations.list(
        run.getMetadata().getNamespace(), evaluation -> RunManifests.isOf(run, evaluation));
  }

  Optional<CanaryRelease> canary(String namespace, String name) {
    return find(canaries, CanaryRelease.class, namespace, name);
  }

  /** The child as decisions see it; an object that is being deleted is as good as gone. */
  static <S, R extends CustomResource<?, S>> Child<S> child(String name, Optional<R> found) {
    return found
        .filter(object -> !object.isMarkedForDeletion())
        .map(object -> new Child<>(name, true, object.getStatus()))
        .orElse(Child.absent(name));
  }

  private <R extends HasMetadata> Optional<R> find(
      ResourceCache<R> cache, Class<R> kind, String namespace, String name) {
    return cache
        .get(new ResourceID(name, namespace))
        .or(
            () ->
                Optional.ofNullable(
                    client.resources(kind).inNamespace(namespace).withName(name).get()));
  }
}
