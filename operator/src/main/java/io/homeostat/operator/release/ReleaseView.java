package io.homeostat.operator.release;

import io.fabric8.kubernetes.api.model.Pod;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanStatus;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.modelservice.decide.EngineTuple;
import io.homeostat.operator.modelservice.decide.PoolName;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.release.decide.AdapterFarewell;
import io.homeostat.operator.release.decide.AdapterGate;
import io.homeostat.operator.release.decide.AdapterRoom;
import io.homeostat.operator.release.decide.ReleaseReadiness;
import io.homeostat.operator.release.decide.ReleaseReadiness.Place;
import io.homeostat.operator.release.decide.ReleaseReadiness.Use;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a Release looks at before anything is asked of an engine.
 *
 * @param key {@code namespace/name}
 * @param plan what the TrafficPlan says
 * @param engines pods of its pool that answer
 * @param running every pod of its service in which an engine may run
 * @param hold what keeps its adapter in the engines
 */
record ReleaseView(
    String key,
    Optional<ModelService> service,
    Optional<TrafficPlanSpec> plan,
    Use use,
    Place place,
    List<EnginePod> engines,
    List<EnginePod> running,
    AdapterFarewell.Hold hold) {
  private static final int DEFAULT_MAX_LORAS = 4;
  private static final String APPLIED = "TrafficApplied";

  static ReleaseView of(Release release, Context<Release> context) {
    Optional<ModelService> service = ReleaseSources.service(release, context);
    Optional<TrafficPlan> plan = ReleaseSources.plan(release, context);
    TrafficPlanSpec split = plan.map(TrafficPlan::getSpec).orElse(null);
    Use use = use(release, service.isPresent(), split, context);
    String pool = PoolName.of(split, release.getSpec().tuple());
    List<Pod> pods = ReleaseSources.pods(release, context);
    List<Pod> theirs = ReleaseSources.attached(release, service, context);
    List<EnginePod> engines =
        EngineTuple.attached(release.getSpec().tuple())
            ? attached(theirs.stream().filter(EnginePod::answers), pool, service)
            : pods.stream()
                .filter(EnginePod::answers)
                .map(EnginePod::of)
                .filter(pod -> pod.pool().equals(pool))
                .toList();
    boolean remote = EngineTuple.endpoint(release.getSpec().tuple());
    return new ReleaseView(
        release.getMetadata().getNamespace() + "/" + release.getMetadata().getName(),
        service,
        Optional.ofNullable(split),
        use,
        place(release, service, split, pool, remote ? 1 : engines.size()),
        engines,
        Stream.concat(
                pods.stream().filter(EnginePod::runs).map(EnginePod::of),
                attached(theirs.stream().filter(EnginePod::runs), pool, service).stream())
            .toList(),
        new AdapterFarewell.Hold(
            use,
            sharedWith(release, service.isPresent(), split, context),
            plan.isEmpty() || drained(release, plan.get())));
  }

  private static List<EnginePod> attached(
      Stream<Pod> pods, String pool, Optional<ModelService> service) {
    return pods.map(
            pod ->
                EnginePod.attached(pod, pool, service.orElseThrow().getSpec().engine().attached()))
        .toList();
  }

  /** Releases that must have answered on a pod before its gate opens. */
  List<String> neededByGate(Release release) {
    if (plan.isPresent()) {
      return AdapterGate.needed(plan.get(), place.pool());
    }
    return release.getSpec().tuple().adapter() == null
        ? List.of()
        : List.of(release.getMetadata().getName());
  }

  /** {@code namespace/name} of another Release of the service. */
  String sibling(String name) {
    return key.substring(0, key.indexOf('/') + 1) + name;
  }

  private static Use use(
      Release release, boolean serviceExists, TrafficPlanSpec plan, Context<Release> context) {
    return ReleaseReadiness.use(
        serviceExists,
        Routes.tupleIn(plan, release.getMetadata().getName()) != null,
        ReleaseSources.trials(release, context));
  }

  private static Place place(
      Release release,
      Optional<ModelService> service,
      TrafficPlanSpec plan,
      String pool,
      int pods) {
    ReleaseTuple stable = plan == null ? null : Routes.tupleIn(plan, plan.stable());
    int maxLoras =
        service
            .map(found -> found.getSpec().engine())
            .map(engine -> CanaryDefaults.orElse(engine.maxLoras(), DEFAULT_MAX_LORAS))
            .orElse(DEFAULT_MAX_LORAS);
    return new Place(
        pool,
        PoolName.of(plan, stable).equals(pool),
        pods,
        AdapterRoom.lacking(
            plan, release.getMetadata().getName(), release.getSpec().tuple(), maxLoras));
  }

  /** Another Release that needs the same files in the engines. */
  private static Optional<String> sharedWith(
      Release release, boolean serviceExists, TrafficPlanSpec plan, Context<Release> context) {
    ReleaseTuple.Adapter adapter = release.getSpec().tuple().adapter();
    return adapter == null
        ? Optional.empty()
        : ReleaseSources.siblings(release, context)
            .filter(other -> other.getSpec().tuple().adapter() != null)
            .filter(other -> other.getSpec().tuple().adapter().name().equals(adapter.name()))
            .filter(other -> use(other, serviceExists, plan, context) == Use.KEPT)
            .map(other -> other.getMetadata().getName())
            .sorted()
            .findFirst();
  }

  private static boolean drained(Release release, TrafficPlan plan) {
    TrafficPlanStatus status = plan.getStatus();
    String name = release.getMetadata().getName();
    return status != null
        && plan.getMetadata().getGeneration().equals(status.observedGeneration())
        && Conditions.isTrue(status.conditions(), APPLIED)
        && Routes.tupleIn(plan.getSpec(), name) == null
        && !status.draining().contains(name);
  }
}
