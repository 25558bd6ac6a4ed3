package io.homeostat.operator.learning;

import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.learning.decide.ServiceView;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks up ModelServices together with the traffic plan that says what is stable. */
record Services(ResourceCache<ModelService> services, ResourceCache<TrafficPlan> plans) {
  /** The service of that name; null when it does not exist. */
  ServiceView find(String namespace, String name) {
    return services
        .get(new ResourceID(name, namespace))
        .map(
            service ->
                new ServiceView(
                    namespace,
                    name,
                    service.getMetadata().getUid(),
                    service.getSpec(),
                    plan(namespace, name).map(plan -> stablePrompt(plan.getSpec())).orElse(null)))
        .orElse(null);
  }

  /** Name of the first service of a namespace of which something is true. */
  Optional<String> names(String namespace, Predicate<ModelServiceSpec> matches) {
    return services
        .list(namespace, service -> matches.test(service.getSpec()))
        .map(service -> service.getMetadata().getName())
        .findFirst();
  }

  /** The traffic plan of a service. */
  Optional<TrafficPlan> plan(String namespace, String service) {
    return plans
        .list(namespace, plan -> service.equals(plan.getSpec().modelServiceRef().name()))
        .findFirst();
  }

  /** What a service's stable release is; empty when there is none. */
  Optional<ReleaseTuple> stable(String namespace, String service) {
    return plan(namespace, service).flatMap(plan -> stable(plan.getSpec()));
  }

  private static Optional<ReleaseTuple> stable(TrafficPlanSpec plan) {
    return plan.routes().stream()
        .filter(route -> route.release().equals(plan.stable()))
        .map(TrafficPlanSpec.Route::tuple)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The stable release's prompt, empty when it has none; null when there is no stable release. */
  private static String stablePrompt(TrafficPlanSpec plan) {
    return stable(plan)
        .map(
            tuple ->
                tuple.prompt() == null || tuple.prompt().text() == null
                    ? ""
                    : tuple.prompt().text())
        .orElse(null);
  }
}
