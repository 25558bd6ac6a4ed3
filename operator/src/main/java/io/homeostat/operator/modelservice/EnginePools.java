package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceDecision;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the engine pods of ModelServices, and all that belongs to them, as the stable release asks.
 */
final class EnginePools {
  private final Frame frame;
  private final EngineKey keys;
  private final List<EngineChild<?>> children =
      List.of(
          new EngineChild<>(Service.class, EngineNetwork::service),
          new EngineChild<>(NetworkPolicy.class, EngineNetwork::access),
          new EngineChild<>(PodDisruptionBudget.class, EngineNetwork::disruption),
          new EngineChild<>(Deployment.class, EngineDeployment::desired));

  EnginePools(Frame frame) {
    this.frame = frame;
    this.keys = new EngineKey(frame);
  }

  Stream<EventSource<?, ModelService>> sources(EventSourceContext<ModelService> context) {
    return children.stream()
        .flatMap(child -> child.eventSource(context).stream())
        .map(source -> (EventSource<?, ModelService>) source);
  }

  /** Makes the pods follow a decision; before anything is resolved there are none. */
  void keep(ModelService service, ServiceDecision decided, Context<ModelService> context) {
    Optional<ReleaseTuple> tuple = tuple(decided);
    if (tuple.isEmpty()) {
      return;
    }
    keys.keep(service);
    EngineChild.hand(
        new EnginePool(
            service.getMetadata().getName(),
            service.getMetadata().getNamespace(),
            service.getSpec(),
            tuple.get(),
            keys.digest(service),
            frame.settings().podNamespace(),
            frame.settings().jobsImage()),
        context);
    children.forEach(child -> child.reconcile(service, context));
  }

  private static Optional<ReleaseTuple> tuple(ServiceDecision decided) {
    return decided.plan() == null
        ? Optional.ofNullable(decided.spec()).map(spec -> spec.tuple())
        : Routes.of(decided.plan(), Routes.STABLE).map(route -> route.tuple());
  }
}
