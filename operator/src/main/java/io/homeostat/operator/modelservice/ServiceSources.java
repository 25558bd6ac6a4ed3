package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.OperatorSettings;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.Related;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What wakes a ModelService, and the caches that come with it. */
final class ServiceSources {
  private static final String GATEWAYS = "gateways";
  private static final String KIND = "ModelService";

  private final OperatorSettings settings;

  ServiceSources(OperatorSettings settings) {
    this.settings = settings;
  }

  List<EventSource<?, ModelService>> all(EventSourceContext<ModelService> context) {
    return List.of(
        Related.to(context, TrafficPlan.class, plan -> name(plan.getSpec().modelServiceRef())),
        Related.to(context, Release.class, release -> name(release.getSpec().modelServiceRef())),
        Related.to(context, CanaryRelease.class, found -> name(found.getSpec().modelServiceRef())),
        Related.to(context, Evaluation.class, found -> name(found.getSpec().modelServiceRef())),
        Related.to(context, HealingRun.class, found -> name(found.getSpec().modelServiceRef())),
        Related.to(context, QualityPolicy.class, found -> name(found.getSpec().modelServiceRef())),
        Related.to(context, Intervention.class, ServiceSources::ordered),
        Related.toAll(
            context,
            EndpointSlice.class,
            Labels.MODEL_SERVICE,
            slice -> Stream.of(slice.getMetadata().getLabels().get(Labels.MODEL_SERVICE))),
        gatewaySlices(context));
  }

  /** The plan of a service, which has its name. */
  static Optional<TrafficPlan> plan(ModelService service, Context<ModelService> context) {
    return context
        .getSecondaryResourcesAsStream(TrafficPlan.class)
        .filter(plan -> plan.getMetadata().getName().equals(service.getMetadata().getName()))
        .findFirst();
  }

  /** Lets the next reconcile see a plan that was just written, even before the watch tells it. */
  static void remember(
      Optional<TrafficPlan> before, TrafficPlan written, Context<ModelService> context) {
    var source =
        (InformerEventSource<TrafficPlan, ModelService>)
            context.eventSourceRetriever().getEventSourceFor(TrafficPlan.class);
    ResourceID id = ResourceID.fromResource(written);
    if (before.isPresent()) {
      source.handleRecentResourceUpdate(id, written, before.get());
    } else {
      source.handleRecentResourceCreate(id, written);
    }
  }

  /** EndpointSlices of the gateways. */
  static Collection<EndpointSlice> gateways(Context<ModelService> context) {
    var source =
        (InformerEventSource<EndpointSlice, ModelService>)
            context.eventSourceRetriever().getEventSourceFor(EndpointSlice.class, GATEWAYS);
    return source.list(slice -> true).toList();
  }

  private InformerEventSource<EndpointSlice, ModelService> gatewaySlices(
      EventSourceContext<ModelService> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(EndpointSlice.class, ModelService.class)
            .withName(GATEWAYS)
            .withNamespaces(settings.podNamespace())
            .withLabelSelector("kubernetes.io/service-name=" + settings.gatewayService())
            .withSecondaryToPrimaryMapper(slice -> Set.of())
            .build(),
        context);
  }

  private static String ordered(Intervention order) {
    var target = order.getSpec().targetRef();
    return KIND.equals(target.kind()) ? target.name() : null;
  }

  private static String name(Ref ref) {
    return ref == null ? null : ref.name();
  }
}
