package io.homeostat.operator.learning;

import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.learning.decide.ServiceView;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Objects;
import java.util.Optional;

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

  /** The traffic plan of a service. */
  Optional<TrafficPlan> plan(String namespace, String service) {
    return plans
        .list(namespace, plan -> service.equals(plan.getSpec().modelServiceRef().name()))
        .findFirst();
  }

  /** The stable release's prompt, empty when it has none; null when there is no stable release. */
  private static String stablePrompt(TrafficPlanSpec plan) {
    return plan.routes().stream()
        .filter(route -> route.release().equals(plan.stable()))
        .map(TrafficPlanSpec.Route::tuple)
        .filter(Objects::nonNull)
        .map(
            tuple ->
                tuple.prompt() == null || tuple.prompt().text() == null
                    ? ""
                    : tuple.prompt().text())
        .findFirst()
        .orElse(null);
  }
}
