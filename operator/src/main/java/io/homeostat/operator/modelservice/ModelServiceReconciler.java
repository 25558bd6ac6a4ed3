package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceStatus;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.canary.decide.Words;
import io.homeostat.operator.frame.FigurePace;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Related;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceConditions;
import io.homeostat.operator.modelservice.decide.ServiceDecider;
import io.homeostat.operator.modelservice.decide.ServiceDecision;
import io.homeostat.operator.modelservice.decide.ServiceFigures;
import io.homeostat.operator.modelservice.decide.ServiceObservation;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a ModelService served: its engine pods, its releases, and the one plan that says which release gets which
 * share. It reads like this: observe, decide, act, tell.
 */
@ControllerConfiguration(name = "modelservice")
public final class ModelServiceReconciler implements Reconciler<ModelService> {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(15);
  private static final String GATEWAYS = "gateways";

  private final Frame frame;
  private final ServiceObserver observer;
  private final Gateways gateways;
  private final PlanWriter plans;
  private final Children children;
  private final EngineKey keys;
  private final ServiceEvents events;
  private final FigurePace pace;
  private final List<EngineChild<?>> pool =
      List.of(
          new EngineChild<>(Service.class, EngineNetwork::service),
          new EngineChild<>(NetworkPolicy.class, EngineNetwork::access),
          new EngineChild<>(PodDisruptionBudget.class, EngineNetwork::disruption),
          new EngineChild<>(Deployment.class, EngineDeployment::desired));

  /** Prepares the reconciler. */
  public ModelServiceReconciler(Frame frame) {
    this.frame = frame;
    this.observer = new ServiceObserver(frame);
    this.gateways = new Gateways(frame);
    this.plans = new PlanWriter(frame);
    this.children = new Children(frame);
    this.keys = new EngineKey(frame);
    this.events = new ServiceEvents(frame.events());
    this.pace = new FigurePace(frame.clock());
  }

  @Override
  public List<EventSource<?, ModelService>> prepareEventSources(EventSourceContext<ModelService> context) {
    List<EventSource<?, ModelService>> sources = new ArrayList<>();
    sources.add(Related.to(context, TrafficPlan.class, plan -> name(plan.getSpec().modelServiceRef())));
    sources.add(Related.to(context, Release.class, release -> name(release.getSpec().modelServiceRef())));
    sources.add(Related.to(context, CanaryRelease.class, canary -> name(canary.getSpec().modelServiceRef())));
    sources.add(Related.to(context, Evaluation.class, evaluation -> name(evaluation.getSpec().modelServiceRef())));
    sources.add(Related.to(context, QualityPolicy.class, policy -> name(policy.getSpec().modelServiceRef())));
    sources.add(
        Related.to(
            context,
            Intervention.class,
            order ->
                "ModelService".equals(order.getSpec().targetRef().kind())
                    ? order.getSpec().targetRef().name()
                    : null));
    sources.add(gatewaySlices(context));
    pool.forEach(child -> child.eventSource(context).ifPresent(sources::add));
    return sources;
  }

  @Override
  public UpdateControl<ModelService> reconcile(ModelService service, Context<ModelService> context) {
    Optional<TrafficPlan> plan =
        context
            .getSecondaryResourcesAsStream(TrafficPlan.class)
            .filter(found -> found.getMetadata().getName().equals(service.getMetadata().getName()))
            .findFirst();
    Optional<Gateways.Applied> applied = plan.map(found -> applied(found, context));
    applied.ifPresent(report -> plans.tellApplied(plan.get(), report));
    boolean everywhere = applied.map(Gateways.Applied::everywhere).orElse(false);

    ServiceObservation seen = observer.observe(service, plan, everywhere, context);
    ServiceDecision decided = ServiceDecider.decide(seen);

    keepPool(service, seen, decided, context);
    if (!carryOut(service, plan, decided, context)) {
      return UpdateControl.<ModelService>noUpdate().rescheduleAfter(SOON.dividedBy(4));
    }
    boolean settled = everywhere && decided.plan() != null && !decided.progress().moving();
    return StatusPatch.of(service, status(service, seen, decided, context))
        .rescheduleAfter(settled ? LATER : SOON);
  }

  private void keepPool(
      ModelService service, ServiceObservation seen, ServiceDecision decided, Context<ModelService> context) {
    ReleaseTuple tuple = poolTuple(seen, decided);
    if (tuple == null) {
      return;
    }
    keys.keep(service);
    EngineChild.hand(
        new EnginePool(
            service.getMetadata().getName(),
            service.getMetadata().getNamespace(),
            service.getSpec(),
            tuple,
            keys.digest(service),
            frame.settings().podNamespace()),
        context);
    pool.forEach(child -> child.reconcile(service, context));
  }

  private static ReleaseTuple poolTuple(ServiceObservation seen, ServiceDecision decided) {
    if (decided.plan() != null) {
      return Routes.of(decided.plan(), Routes.STABLE).orElseThrow().tuple();
    }
    return decided.spec() == null ? null : decided.spec().tuple();
  }

  /** Does what was decided, the plan last; false when the plan has changed meanwhile and must be looked at again. */
  private boolean carryOut(
      ModelService service, Optional<TrafficPlan> plan, ServiceDecision decided, Context<ModelService> context) {
    decided.releases().forEach(
        (name, spec) -> {
          if (children.release(service, name, spec)) {
            frame.events().normal(service, ServiceReason.ReleaseMade, "made Release '%s'".formatted(name));
          }
        });
    decided.canaries().forEach(
        canary -> {
          if (children.canary(service, canary)) {
            frame.events().normal(
                service, ServiceReason.CanaryMade, "made CanaryRelease '%s' for '%s'".formatted(canary.name(), canary.spec().candidateRef().name()));
          }
        });
    decided.superseded().forEach((canary, why) -> children.supersede(service, canary, why));
    try {
      plans.write(service, plan, decided).ifPresent(written -> remember(service, plan, written, context));
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  /** Lets the next reconcile see the plan that was just written, even before the watch tells it. */
  private void remember(
      ModelService service, Optional<TrafficPlan> before, TrafficPlan written, Context<ModelService> context) {
    var source =
        (InformerEventSource<TrafficPlan, ModelService>)
            context.eventSourceRetriever().getEventSourceFor(TrafficPlan.class);
    ResourceID id = ResourceID.fromResource(written);
    if (before.isPresent()) {
      source.handleRecentResourceUpdate(id, written, before.get());
    } else {
      source.handleRecentResourceCreate(id, written);
    }
    events.planWritten(service, before.map(TrafficPlan::getSpec).orElse(null), written.getSpec());
  }

  private ModelServiceStatus status(
      ModelService service, ServiceObservation seen, ServiceDecision decided, Context<ModelService> context) {
    ModelServiceStatus before = service.getStatus();
    Long generation = service.getMetadata().getGeneration();
    Conditions conditions =
        ServiceConditions.of(
            Conditions.from(before == null ? null : before.conditions(), generation, frame.clock()),
            seen,
            decided,
            Claimants.older(service, context.getPrimaryCache().list(other -> true)));
    var candidate = Routes.of(decided.plan(), Routes.CANDIDATE);
    return new ModelServiceStatus(
        generation,
        conditions.list(),
        decided.plan() == null ? null : decided.plan().stable(),
        candidate.map(route -> route.release()).orElse(null),
        candidate.map(route -> route.weightPermille()).orElse(null),
        candidate.map(route -> Words.percent(route.weightPermille())).orElse(null),
        quality(service, before),
        frame.settings().gatewayUrl() + "/v1",
        CanaryDefaults.orElse(service.getSpec().replicas(), 1),
        seen.readyPods());
  }

  private String quality(ModelService service, ModelServiceStatus before) {
    String known = before == null ? null : before.quality();
    String now = ServiceFigures.quality(frame.verdicts().driftOf(id(service)));
    if (now == null || now.equals(known)) {
      return known;
    }
    return pace.take(service.getMetadata().getUid()) ? now : known;
  }

  private Gateways.Applied applied(TrafficPlan plan, Context<ModelService> context) {
    var source =
        (InformerEventSource<EndpointSlice, ModelService>)
            context.eventSourceRetriever().getEventSourceFor(EndpointSlice.class, GATEWAYS);
    Collection<EndpointSlice> slices = source.list(slice -> true).toList();
    String service = plan.getMetadata().getNamespace() + "/" + plan.getSpec().modelServiceRef().name();
    return gateways.applied(slices, service, plan.getSpec().revision());
  }

  private InformerEventSource<EndpointSlice, ModelService> gatewaySlices(
      EventSourceContext<ModelService> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(EndpointSlice.class, ModelService.class)
            .withName(GATEWAYS)
            .withNamespaces(frame.settings().podNamespace())
            .withLabelSelector("kubernetes.io/service-name=" + frame.settings().gatewayService())
            .withSecondaryToPrimaryMapper(slice -> Set.of())
            .build(),
        context);
  }

  private static String id(ModelService service) {
    return service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
  }

  private static String name(Ref ref) {
    return ref == null ? null : ref.name();
  }
}
