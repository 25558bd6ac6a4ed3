package io.homeostat.operator.release;

import io.fabric8.kubernetes.api.model.Pod;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseStatus;
import io.homeostat.crds.release.ReleaseStatus.PodProof;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.Related;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.release.decide.ReleaseReadiness;
import io.homeostat.operator.release.decide.ReleaseReadiness.Use;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the adapter of a Release loaded on every ready engine pod, and proves it there before any
 * traffic.
 */
@ControllerConfiguration(name = "release")
public final class ReleaseReconciler implements Reconciler<Release> {
  private static final String ENGINE_PODS =
      Labels.MANAGED_SELECTOR + "," + Labels.COMPONENT + "=engine";
  private static final String BY_SERVICE = "service";
  private static final String READY = "Ready";
  private static final Duration AGAIN = Duration.ofSeconds(3);
  private static final Duration CHECK = Duration.ofSeconds(60);

  private final Frame frame;
  private final Proofs proofs;

  /** Prepares the reconciler. */
  public ReleaseReconciler(Frame frame) {
    this.frame = frame;
    this.proofs = new Proofs(new EngineClient(frame.http()));
  }

  @Override
  public List<EventSource<?, Release>> prepareEventSources(EventSourceContext<Release> context) {
    IndexerResourceCache<Release> releases = context.getPrimaryCache();
    releases.addIndexer(BY_SERVICE, release -> List.of(service(release)));
    InformerEventSource<Pod, Release> pods =
        Related.toAll(
            context,
            Pod.class,
            ENGINE_PODS,
            pod ->
                names(
                    releases,
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getLabels().get(Labels.MODEL_SERVICE)));
    pods.addIndexers(
        java.util.Map.of(
            BY_SERVICE,
            pod ->
                List.of(
                    pod.getMetadata().getNamespace()
                        + "/"
                        + pod.getMetadata().getLabels().get(Labels.MODEL_SERVICE))));
    return List.of(
        pods,
        Related.toAll(
            context,
            ModelService.class,
            null,
            service ->
                names(
                    releases,
                    service.getMetadata().getNamespace(),
                    service.getMetadata().getName())),
        Related.toAll(
            context,
            TrafficPlan.class,
            null,
            plan -> plan.getSpec().routes().stream().map(route -> route.release())),
        Related.to(context, CanaryRelease.class, canary -> canary.getSpec().candidateRef().name()));
  }

  @Override
  public UpdateControl<Release> reconcile(Release release, Context<Release> context) {
    Optional<ModelService> service = service(release, context);
    Use use = use(release, service, context);
    boolean needed = ReleaseReadiness.needsProof(release.getSpec(), use);
    List<PodProof> proven = needed ? prove(release, service.orElseThrow(), context) : List.of();
    ReleaseReadiness readiness = ReleaseReadiness.of(release.getSpec(), use, proven);
    if (!needed) {
      proofs.forget(release.getMetadata().getUid());
    }
    tell(release, readiness);
    boolean waiting = needed && readiness.status() != ConditionStatus.TRUE;
    return StatusPatch.of(release, status(release, readiness, proven))
        .rescheduleAfter(waiting ? AGAIN : CHECK);
  }

  private List<PodProof> prove(Release release, ModelService service, Context<Release> context) {
    return proofs.prove(
        release.getMetadata().getUid(),
        pods(release, context).filter(EnginePod::ready).map(EnginePod::of).toList(),
        release.getSpec().tuple().adapter().name(),
        frame.keys().engine(service.getMetadata().getUid()));
  }

  private ReleaseStatus status(Release release, ReleaseReadiness readiness, List<PodProof> proven) {
    Long generation = release.getMetadata().getGeneration();
    return new ReleaseStatus(
        generation,
        Conditions.from(
                release.getStatus() == null ? null : release.getStatus().conditions(),
                generation,
                frame.clock())
            .with(READY, readiness.status(), readiness.reason(), readiness.message())
            .list(),
        proven);
  }

  private void tell(Release release, ReleaseReadiness readiness) {
    boolean known =
        release.getStatus() != null
            && Conditions.find(release.getStatus().conditions(), READY)
                .filter(condition -> condition.getReason().equals(readiness.reason().name()))
                .isPresent();
    if (known) {
      return;
    }
    if (readiness.status() == ConditionStatus.TRUE) {
      frame.events().normal(release, readiness.reason(), readiness.message());
    } else {
      frame.events().warning(release, readiness.reason(), readiness.message());
    }
  }

  private static Use use(
      Release release, Optional<ModelService> service, Context<Release> context) {
    String name = release.getMetadata().getName();
    boolean inPlan =
        context
            .getSecondaryResourcesAsStream(TrafficPlan.class)
            .anyMatch(
                plan ->
                    plan.getSpec().routes().stream()
                        .anyMatch(route -> route.release().equals(name)));
    List<Boolean> canaries =
        context
            .getSecondaryResourcesAsStream(CanaryRelease.class)
            .map(canary -> CanaryState.of(canary.getStatus()).terminal())
            .toList();
    return ReleaseReadiness.use(service.isPresent(), inPlan, canaries);
  }

  private static Optional<ModelService> service(Release release, Context<Release> context) {
    var services =
        (InformerEventSource<ModelService, Release>)
            context.eventSourceRetriever().getEventSourceFor(ModelService.class);
    return services.get(
        new io.javaoperatorsdk.operator.processing.event.ResourceID(
            release.getSpec().modelServiceRef().name(), release.getMetadata().getNamespace()));
  }

  private static Stream<Pod> pods(Release release, Context<Release> context) {
    var pods =
        (InformerEventSource<Pod, Release>)
            context.eventSourceRetriever().getEventSourceFor(Pod.class);
    return pods.byIndex(BY_SERVICE, service(release)).stream();
  }

  private static Stream<String> names(
      IndexerResourceCache<Release> releases, String namespace, String service) {
    return releases.byIndex(BY_SERVICE, namespace + "/" + service).stream()
        .map(release -> release.getMetadata().getName());
  }

  private static String service(Release release) {
    return release.getMetadata().getNamespace() + "/" + release.getSpec().modelServiceRef().name();
  }
}
