package io.homeostat.operator.healing;

import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.adaptermerge.AdapterMergeSpec;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingrun.HealingRunPlan.Part;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.healing.decide.RepairSources;
import io.homeostat.operator.modelservice.decide.SpecTuple;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gathers what a repair of a service could make use of. */
record SourcesObserver(
    ResourceCache<QualityPolicy> policies,
    ResourceCache<Release> releases,
    ResourceCache<FineTuneJob> fineTuneJobs,
    ResourceCache<AdapterMerge> merges) {
  RepairSources observe(String namespace, String service, StablePlan plan) {
    return new RepairSources(
        capabilities(namespace, service),
        parts(namespace, plan),
        onSamePods(namespace, service, plan),
        plan.rejected(),
        trained(namespace, service));
  }

  private List<String> capabilities(String namespace, String service) {
    return policies
        .list(namespace, p -> service.equals(p.getSpec().modelServiceRef().name()))
        .flatMap(p -> p.getSpec().capabilities().stream())
        .map(QualityPolicySpec.Capability::name)
        .distinct()
        .toList();
  }

  /** Releases that engine pods of stable could serve; one of another base model needs others. */
  private Map<String, String> onSamePods(String namespace, String service, StablePlan plan) {
    ReleaseTuple stable = plan.release() == null ? null : plan.tuple(plan.release());
    if (stable == null) {
      return Map.of();
    }
    return releases
        .list(namespace, r -> service.equals(r.getSpec().modelServiceRef().name()))
        .filter(r -> SpecTuple.samePool(stable, r.getSpec().tuple()))
        .collect(Collectors.toMap(r -> r.getMetadata().getName(), r -> r.getSpec().fingerprint()));
  }

  private List<String> trained(String namespace, String service) {
    return fineTuneJobs
        .list(
            namespace,
            job ->
                job.getSpec().modelServiceRef() != null
                    && service.equals(job.getSpec().modelServiceRef().name()))
        .filter(job -> job.getStatus() != null && job.getStatus().artifact() != null)
        .map(job -> job.getMetadata().getName())
        .toList();
  }

  /** The trainings behind stable's adapter; none when one of them is not known. */
  private List<Part> parts(String namespace, StablePlan plan) {
    Optional<ReleaseSpec.Provenance> provenance =
        Optional.ofNullable(plan.release())
            .flatMap(name -> releases.get(new ResourceID(name, namespace)))
            .map(Release::getSpec)
            .filter(spec -> spec.tuple().adapter() != null)
            .map(ReleaseSpec::provenance);
    List<Optional<FineTuneJob>> jobs =
        provenance.map(made -> trainings(namespace, made)).orElse(List.of());
    return jobs.stream().allMatch(Optional::isPresent)
        ? jobs.stream().map(Optional::get).map(SourcesObserver::part).toList()
        : List.of();
  }

  private List<Optional<FineTuneJob>> trainings(
      String namespace, ReleaseSpec.Provenance provenance) {
    if (provenance.adapterMerge() == null) {
      return provenance.fineTuneJob() == null
          ? List.of()
          : List.of(fineTuneJobs.get(new ResourceID(provenance.fineTuneJob(), namespace)));
    }
    return merges
        .get(new ResourceID(provenance.adapterMerge(), namespace))
        .map(merge -> merge.getSpec().inputs())
        .orElse(List.of())
        .stream()
        .map(AdapterMergeSpec.Input::fineTuneJobRef)
        .map(Optional::ofNullable)
        .map(ref -> ref.map(Ref::name))
        .map(name -> name.flatMap(job -> fineTuneJobs.get(new ResourceID(job, namespace))))
        .toList();
  }

  private static Part part(FineTuneJob job) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    return new Part(
        annotations == null ? null : annotations.get(RunManifests.CAPABILITY),
        job.getMetadata().getName());
  }
}
