package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanStatus;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.Owners;
import io.homeostat.operator.frame.ServerSide;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.intervention.decide.HandledOrders;
import io.homeostat.operator.modelservice.decide.ServiceDecision;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The only writer of TrafficPlans. A plan is replaced only in the version that the decision has
 * seen, and the orders that it carries out are recorded in the same request.
 */
final class PlanWriter {
  static final String APPLIED = "TrafficApplied";

  private final KubernetesClient client;
  private final Clock clock;

  PlanWriter(Frame frame) {
    this.client = frame.client();
    this.clock = frame.clock();
  }

  private enum Reason {
    EveryGatewayServesIt,
    GatewaysBehind
  }

  /**
   * Writes the decided plan if it differs from the observed one.
   *
   * @param seen the plan that the decision has looked at; empty for a first one
   * @return the plan as stored; empty when nothing was to be written
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 when the plan is
   *     no longer the one seen
   */
  Optional<TrafficPlan> write(
      ModelService service, Optional<TrafficPlan> seen, ServiceDecision decided) {
    if (decided.plan() == null || seen.filter(plan -> says(plan, decided)).isPresent()) {
      return Optional.empty();
    }
    TrafficPlan plan = new TrafficPlan();
    plan.setSpec(decided.plan());
    String handled = decided.handled().text();
    if (seen.isEmpty()) {
      String name = service.getMetadata().getName();
      plan.setMetadata(
          new ObjectMetaBuilder()
              .withName(name)
              .withNamespace(service.getMetadata().getNamespace())
              .withLabels(Labels.of(name))
              .withOwnerReferences(Owners.controlledBy(service))
              .build());
      return Optional.of(client.resource(plan).create());
    }
    plan.setMetadata(
        new ObjectMetaBuilder(seen.get().getMetadata())
            .addToAnnotations(HandledOrders.ANNOTATION, handled)
            .withManagedFields()
            .build());
    return Optional.of(client.resource(plan).update());
  }

  /** Says in the plan's status how far it is applied. */
  void tellApplied(TrafficPlan plan, Gateways.Applied applied) {
    TrafficPlanStatus before = plan.getStatus();
    Long generation = plan.getMetadata().getGeneration();
    long revision = plan.getSpec().revision();
    Conditions conditions =
        Conditions.from(before == null ? null : before.conditions(), generation, clock)
            .with(
                APPLIED,
                applied.everywhere() ? ConditionStatus.TRUE : ConditionStatus.FALSE,
                applied.everywhere() ? Reason.EveryGatewayServesIt : Reason.GatewaysBehind,
                applied.everywhere()
                    ? "revision %d is served by %d of %d ready gateways"
                        .formatted(revision, applied.applied(), applied.gateways())
                    : "revision %d is not served yet by %s".formatted(revision, applied.behind()));
    TrafficPlanStatus status =
        new TrafficPlanStatus(
            generation,
            conditions.list(),
            applied.gateways(),
            applied.applied(),
            draining(plan, applied));
    if (!status.equals(before)) {
      ServerSide.applyStatus(client, StatusPatch.fresh(plan, status));
    }
  }

  /** What has lost its route and is still being answered. */
  private static List<String> draining(TrafficPlan plan, Gateways.Applied applied) {
    if (applied.open() == null) {
      return plan.getStatus() == null ? List.of() : plan.getStatus().draining();
    }
    return applied.open().entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(Map.Entry::getKey)
        .filter(
            release ->
                plan.getSpec().routes().stream()
                    .noneMatch(route -> route.release().equals(release)))
        .toList();
  }

  private static boolean says(TrafficPlan plan, ServiceDecision decided) {
    return decided.plan().equals(plan.getSpec())
        && Objects.equals(HandledOrders.parse(annotation(plan)), decided.handled());
  }

  /** The plan's record of orders; null when it has none. */
  static String annotation(TrafficPlan plan) {
    return plan.getMetadata().getAnnotations() == null
        ? null
        : plan.getMetadata().getAnnotations().get(HandledOrders.ANNOTATION);
  }
}
