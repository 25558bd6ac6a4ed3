package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.modelservice.decide.EngineTuple;
import io.homeostat.operator.modelservice.decide.EngineView;
import io.homeostat.operator.modelservice.decide.EngineView.Trouble;
import io.homeostat.operator.modelservice.decide.PoolName;
import io.homeostat.operator.modelservice.decide.RoutePools;
import io.homeostat.operator.modelservice.decide.SpecTuple;
import io.homeostat.operator.rollouts.decide.RolloutView;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sees how engines do that somebody else runs: pods found by labels, and APIs. */
final class ForeignPoolObserver {
  private final Frame frame;
  private final EndpointProbe probe;

  ForeignPoolObserver(Frame frame) {
    this.frame = frame;
    this.probe = new EndpointProbe(frame);
  }

  /**
   * The foreign pools of the plan and the one that the spec asks for.
   *
   * @param plan null before there is one
   */
  List<EngineView.Pool> observe(
      ModelService service,
      TrafficPlanSpec plan,
      Optional<RolloutView> rollout,
      Context<ModelService> context) {
    Map<String, ReleaseTuple> pools = new LinkedHashMap<>();
    if (plan != null) {
      plan.routes().stream()
          .map(route -> route.tuple())
          .filter(tuple -> !EngineTuple.ownPods(tuple))
          .forEach(tuple -> pools.putIfAbsent(PoolName.of(plan, tuple), tuple));
    }
    EngineTuple.foreign(service.getSpec())
        .map(tuple -> asked(tuple, plan, rollout))
        .ifPresent(tuple -> pools.putIfAbsent(PoolName.of(plan, tuple), tuple));
    Stream<EngineView.Pool> seen =
        pools.entrySet().stream()
            .map(
                pool ->
                    EngineTuple.endpoint(pool.getValue())
                        ? endpoint(service, pool.getKey(), pool.getValue(), plan)
                        : attached(service, pool.getKey(), pool.getValue(), rollout, context));
    return Stream.concat(seen, left(service, pools.keySet(), context)).toList();
  }

  /** What the spec asks for: the template that is rolled out, and at first the one that serves. */
  private static ReleaseTuple asked(
      ReleaseTuple tuple, TrafficPlanSpec plan, Optional<RolloutView> rollout) {
    return rollout
        .filter(RolloutView::known)
        .map(found -> tuple.onPods(plan == null ? found.stableHash() : found.currentHash()))
        .orElse(tuple);
  }

  /** Pools that nothing speaks of any more: only the Services are left that found their pods. */
  private static Stream<EngineView.Pool> left(
      ModelService service, Set<String> known, Context<ModelService> context) {
    String prefix = EnginePool.nameOf(service.getMetadata().getName(), "");
    Set<String> own =
        context.getSecondaryResources(Deployment.class).stream()
            .map(found -> found.getMetadata().getName())
            .collect(Collectors.toSet());
    return context.getSecondaryResources(Service.class).stream()
        .map(found -> found.getMetadata().getName())
        .filter(name -> name.startsWith(prefix) && !own.contains(name))
        .map(name -> name.substring(prefix.length()))
        .filter(pool -> !known.contains(pool))
        .map(pool -> new EngineView.Pool(pool, null, 0, 0, Optional.empty(), true));
  }

  private EngineView.Pool endpoint(
      ModelService service, String pool, ReleaseTuple tuple, TrafficPlanSpec plan) {
    Optional<String> problem =
        probe.problem(
            service.getMetadata().getNamespace(),
            RoutePools.endpoint(pool, tuple, service.getSpec(), plan));
    return new EngineView.Pool(
        pool,
        SpecTuple.poolDigest(tuple),
        1,
        problem.isEmpty() ? 1 : 0,
        problem.map(message -> new Trouble(false, message)),
        true);
  }

  private EngineView.Pool attached(
      ModelService service,
      String pool,
      ReleaseTuple tuple,
      Optional<RolloutView> rollout,
      Context<ModelService> context) {
    Map<String, String> selector =
        selector(service, pool, AttachedSelector.onlyTemplate(tuple, rollout), context);
    List<Pod> pods =
        selector.isEmpty()
            ? List.of()
            : frame
                .client()
                .pods()
                .inNamespace(service.getMetadata().getNamespace())
                .withLabels(selector)
                .list()
                .getItems();
    int ready = (int) pods.stream().filter(ForeignPoolObserver::ready).count();
    return new EngineView.Pool(
        pool,
        SpecTuple.poolDigest(tuple),
        Math.max(1, pods.size()),
        ready,
        ready > 0
            ? Optional.empty()
            : Optional.of(
                new Trouble(
                    false,
                    "no pod of this namespace with the labels %s of spec.engine.attached.selector is ready (%d are there): look at what makes these pods, or correct the labels"
                        .formatted(selector, pods.size()))),
        true);
  }

  /** As the spec says, and when it speaks of another engine by now, as the Service does. */
  private static Map<String, String> selector(
      ModelService service, String pool, ReleaseTuple tuple, Context<ModelService> context) {
    EngineSpec engine = service.getSpec().engine();
    if (engine != null && engine.attached() != null) {
      return AttachedSelector.of(engine.attached(), tuple);
    }
    String name = EnginePool.nameOf(service.getMetadata().getName(), pool);
    return context.getSecondaryResources(Service.class).stream()
        .filter(found -> found.getMetadata().getName().equals(name))
        .findFirst()
        .map(found -> found.getSpec().getSelector())
        .orElse(Map.of());
  }

  private static boolean ready(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }
}
