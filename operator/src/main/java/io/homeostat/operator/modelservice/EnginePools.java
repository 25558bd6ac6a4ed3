package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.modelservice.decide.EngineTuple;
import io.homeostat.operator.modelservice.decide.PodTemplatePatch;
import io.homeostat.operator.modelservice.decide.PoolName;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceDecision;
import io.homeostat.operator.modelservice.decide.ServiceDecision.PoolDemand;
import io.homeostat.operator.rollouts.decide.RolloutView;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps the engine pods of ModelServices, and all that belongs to them, as was decided. */
final class EnginePools {
  private final Frame frame;
  private final EngineKey keys;
  private final EngineChild<Service> services =
      new EngineChild<>(
          Service.class,
          pool ->
              EngineTuple.attached(pool.tuple())
                  ? EngineNetwork.attached(pool)
                  : EngineNetwork.service(pool));
  private final EngineChild<Deployment> deployments =
      new EngineChild<>(Deployment.class, EngineDeployment::desired);
  private final EngineChild<HorizontalPodAutoscaler> autoscalers =
      new EngineChild<>(HorizontalPodAutoscaler.class, EngineAutoscaling::desired);
  private final List<EngineChild<?>> children =
      List.of(
          services,
          new EngineChild<>(NetworkPolicy.class, EngineNetwork::access),
          new EngineChild<>(PodDisruptionBudget.class, EngineNetwork::disruption),
          deployments,
          autoscalers);

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
  void keep(
      ModelService service,
      ServiceDecision decided,
      Optional<RolloutView> rollout,
      Context<ModelService> context) {
    if (decided.pools().isEmpty()) {
      return;
    }
    if (!decided.pools().stream().allMatch(demand -> EngineTuple.endpoint(demand.tuple()))) {
      keys.keep(service);
    }
    decided
        .pools()
        .forEach(
            demand -> {
              EngineChild.hand(pool(service, demand, decided, rollout, context), context);
              keep(service, demand, decided, context);
            });
    decided.idlePools().forEach(pool -> retire(service, pool, context));
  }

  private void keep(
      ModelService service,
      PoolDemand demand,
      ServiceDecision decided,
      Context<ModelService> context) {
    ModelServiceSpec spec = service.getSpec();
    if (EngineTuple.ownPods(demand.tuple())) {
      boolean patchable = PodTemplatePatch.problem(spec.podTemplatePatch()).isEmpty();
      boolean scaled = scaled(service, demand, decided);
      children.stream()
          .filter(child -> child != deployments || patchable)
          .filter(child -> child != autoscalers || scaled)
          .forEach(child -> child.reconcile(service, context));
      if (!scaled) {
        String name = EnginePool.nameOf(service.getMetadata().getName(), demand.name());
        child(HorizontalPodAutoscaler.class, name, context)
            .ifPresent(found -> frame.client().resource(found).delete());
      }
    } else if (EngineTuple.attached(demand.tuple())
        && spec.engine() != null
        && spec.engine().attached() != null) {
      services.reconcile(service, context);
    }
  }

  /** An autoscaler decides about the pods of stable; those of a candidate are its share of them. */
  private static boolean scaled(ModelService service, PoolDemand demand, ServiceDecision decided) {
    String stable =
        Routes.of(decided.plan(), Routes.STABLE).map(route -> route.pool()).orElse(null);
    return service.getSpec().autoscaling() != null
        && (stable == null ? PoolName.FIRST : stable).equals(demand.name());
  }

  private EnginePool pool(
      ModelService service,
      PoolDemand demand,
      ServiceDecision decided,
      Optional<RolloutView> rollout,
      Context<ModelService> context) {
    String name = service.getMetadata().getName();
    Optional<Deployment> deployment =
        child(Deployment.class, EnginePool.nameOf(name, demand.name()), context);
    return new EnginePool(
        name,
        service.getMetadata().getNamespace(),
        demand.name(),
        service.getSpec(),
        AttachedSelector.onlyTemplate(demand.tuple(), rollout),
        scaled(service, demand, decided)
            ? EngineAutoscaling.replicas(service.getSpec().autoscaling(), deployment)
            : Integer.valueOf(demand.replicas()),
        gated(deployment),
        keys.digest(service),
        frame.settings().podNamespace(),
        frame.settings().jobsImage());
  }

  /** Pods that were made before there was a gate keep running without one. */
  private static boolean gated(Optional<Deployment> deployment) {
    return deployment
        .map(found -> found.getSpec().getTemplate().getSpec().getReadinessGates())
        .map(gates -> !gates.isEmpty())
        .orElse(true);
  }

  /**
   * Takes a pool away: first its pods, which end their open requests, then, when none is left, what
   * found and protected them.
   */
  private void retire(ModelService service, String pool, Context<ModelService> context) {
    String namespace = service.getMetadata().getNamespace();
    String name = EnginePool.nameOf(service.getMetadata().getName(), pool);
    Optional<Deployment> deployment = child(Deployment.class, name, context);
    if (deployment.filter(found -> found.getSpec().getReplicas() > 0).isPresent()) {
      frame
          .client()
          .resource(deployment.get())
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              new DeploymentBuilder().withNewSpec().withReplicas(0).endSpec().build());
      return;
    }
    boolean gone =
        frame
            .client()
            .pods()
            .inNamespace(namespace)
            .withLabels(EnginePool.selector(service.getMetadata().getName(), pool))
            .list()
            .getItems()
            .isEmpty();
    if (gone) {
      children.forEach(
          kind ->
              child(kind.resourceType(), name, context)
                  .ifPresent(found -> frame.client().resource(found).delete()));
    }
  }

  private static <R extends HasMetadata> Optional<R> child(
      Class<R> kind, String name, Context<ModelService> context) {
    return context.getSecondaryResources(kind).stream()
        .filter(found -> found.getMetadata().getName().equals(name))
        .findFirst();
  }
}
