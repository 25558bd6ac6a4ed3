package io.homeostat.operator.release;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.Related;
import io.homeostat.operator.modelservice.AttachedSelector;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What wakes a Release, and the caches that come with it. */
final class ReleaseSources {
  private static final String ENGINE_PODS =
      "%s,%s in (%s,%s)"
          .formatted(Labels.MANAGED_SELECTOR, Labels.COMPONENT, Labels.ENGINE, Labels.ENGINE_POOL);
  private static final String BY_SERVICE = "service";
  private static final String SUCCEEDED = "Succeeded";

  private ReleaseSources() {}

  static List<EventSource<?, Release>> all(EventSourceContext<Release> context) {
    IndexerResourceCache<Release> releases = context.getPrimaryCache();
    releases.addIndexer(BY_SERVICE, release -> List.of(service(release)));
    InformerEventSource<Pod, Release> pods =
        Related.toAll(
            context,
            Pod.class,
            ENGINE_PODS,
            pod -> names(releases, pod, pod.getMetadata().getLabels().get(Labels.MODEL_SERVICE)));
    pods.addIndexers(
        Map.of(
            BY_SERVICE,
            pod -> List.of(key(pod, pod.getMetadata().getLabels().get(Labels.MODEL_SERVICE)))));
    return List.of(
        pods,
        Related.toAll(
            context,
            ModelService.class,
            null,
            service -> names(releases, service, service.getMetadata().getName())),
        Related.toAll(
            context,
            TrafficPlan.class,
            null,
            plan -> names(releases, plan, plan.getSpec().modelServiceRef().name())),
        Related.toAll(
            context,
            EndpointSlice.class,
            Labels.MODEL_SERVICE,
            slice ->
                names(releases, slice, slice.getMetadata().getLabels().get(Labels.MODEL_SERVICE))),
        Related.to(context, CanaryRelease.class, canary -> canary.getSpec().candidateRef().name()),
        Related.to(context, Evaluation.class, found -> found.getSpec().releaseRef().name()));
  }

  static Optional<ModelService> service(Release release, Context<Release> context) {
    return source(ModelService.class, context).get(ofService(release));
  }

  /** The plan of the release's service, which has its name. */
  static Optional<TrafficPlan> plan(Release release, Context<Release> context) {
    return source(TrafficPlan.class, context).get(ofService(release));
  }

  /** Every pod of the release's service. */
  static List<Pod> pods(Release release, Context<Release> context) {
    return source(Pod.class, context).byIndex(BY_SERVICE, service(release));
  }

  /**
   * Pods that somebody else makes, when the service asks for such; listed, because no cache holds
   * the pods of everybody.
   */
  static List<Pod> attached(
      Release release, Optional<ModelService> service, Context<Release> context) {
    return service
        .map(found -> found.getSpec().engine())
        .map(engine -> engine.attached())
        .map(
            attached ->
                context
                    .getClient()
                    .pods()
                    .inNamespace(release.getMetadata().getNamespace())
                    .withLabels(AttachedSelector.of(attached, release.getSpec().tuple()))
                    .list()
                    .getItems())
        .orElse(List.of());
  }

  /** The releases of the same service. */
  static Stream<Release> siblings(Release release, Context<Release> context) {
    String own = release.getMetadata().getName();
    return context.getPrimaryCache().byIndex(BY_SERVICE, service(release)).stream()
        .filter(other -> !other.getMetadata().getName().equals(own));
  }

  /**
   * For each trial of a release, whether it has ended; an evaluation that passed is none, because a
   * canary follows.
   */
  static List<Boolean> trials(Release release, Context<Release> context) {
    String name = release.getMetadata().getName();
    String namespace = release.getMetadata().getNamespace();
    Stream<Boolean> canaries =
        source(CanaryRelease.class, context)
            .list(namespace, canary -> canary.getSpec().candidateRef().name().equals(name))
            .map(canary -> CanaryState.of(canary.getStatus()).terminal());
    Stream<Boolean> evaluations =
        source(Evaluation.class, context)
            .list(namespace, found -> found.getSpec().releaseRef().name().equals(name))
            .map(found -> found.getStatus() == null ? null : found.getStatus().conditions())
            .filter(conditions -> !Conditions.isTrue(conditions, SUCCEEDED))
            .map(conditions -> Conditions.isFalse(conditions, SUCCEEDED));
    return Stream.concat(canaries, evaluations).toList();
  }

  private static <R extends HasMetadata> InformerEventSource<R, Release> source(
      Class<R> kind, Context<Release> context) {
    return (InformerEventSource<R, Release>) context.eventSourceRetriever().getEventSourceFor(kind);
  }

  private static Stream<String> names(
      IndexerResourceCache<Release> releases, HasMetadata object, String service) {
    return releases.byIndex(BY_SERVICE, key(object, service)).stream()
        .map(release -> release.getMetadata().getName());
  }

  private static ResourceID ofService(Release release) {
    return new ResourceID(
        release.getSpec().modelServiceRef().name(), release.getMetadata().getNamespace());
  }

  private static String service(Release release) {
    return key(release, release.getSpec().modelServiceRef().name());
  }

  private static String key(HasMetadata object, String service) {
    return object.getMetadata().getNamespace() + "/" + service;
  }
}
