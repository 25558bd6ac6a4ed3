package io.homeostat.operator.intervention;

import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import io.homeostat.crds.intervention.InterventionStatus;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.intervention.decide.CanaryOrder;
import io.homeostat.operator.intervention.decide.HandledOrders;
import io.homeostat.operator.intervention.decide.HealingOrder;
import io.homeostat.operator.intervention.decide.InterventionOutcome;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.intervention.decide.Outcome;
import io.homeostat.operator.intervention.decide.ServiceOrder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Records what became of a person's order. The target's own reconciler carries it out; here it is
 * only looked whether the target is where the order wants it. Orders are rare, so targets are read
 * from the API server and never from a cache that may be behind.
 */
@ControllerConfiguration(name = "intervention")
public final class InterventionReconciler implements Reconciler<Intervention> {
  private static final String SUCCEEDED = "Succeeded";
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Frame frame;

  /** Prepares the reconciler. */
  public InterventionReconciler(Frame frame) {
    this.frame = frame;
  }

  @Override
  public UpdateControl<Intervention> reconcile(Intervention order, Context<Intervention> context) {
    if (Order.settled(order)) {
      return UpdateControl.noUpdate();
    }
    List<Intervention> all =
        context
            .getPrimaryCache()
            .list(
                other ->
                    other.getMetadata().getNamespace().equals(order.getMetadata().getNamespace()))
            .toList();
    Outcome outcome =
        InterventionOutcome.of(order, all, () -> target(order), frame.clock().instant());
    tell(order, outcome);
    UpdateControl<Intervention> update = StatusPatch.of(order, status(order, outcome));
    return outcome.succeeded() == ConditionStatus.UNKNOWN ? update.rescheduleAfter(AGAIN) : update;
  }

  private Outcome target(Intervention order) {
    InterventionSpec spec = order.getSpec();
    String namespace = order.getMetadata().getNamespace();
    String name = spec.targetRef().name();
    if ("CanaryRelease".equals(spec.targetRef().kind())) {
      CanaryRelease canary =
          frame.client().resources(CanaryRelease.class).inNamespace(namespace).withName(name).get();
      return CanaryOrder.of(
          spec.action(),
          name,
          Optional.ofNullable(canary).map(found -> CanaryState.of(found.getStatus())),
          canary != null && Boolean.TRUE.equals(canary.getSpec().dryRun()),
          Optional.ofNullable(canary)
              .map(found -> found.getSpec().actuator())
              .map(actuator -> actuator.argoRollout().name()));
    }
    if ("HealingRun".equals(spec.targetRef().kind())) {
      HealingRun run =
          frame.client().resources(HealingRun.class).inNamespace(namespace).withName(name).get();
      return HealingOrder.of(
          spec.action(),
          name,
          run != null,
          run == null ? null : run.getStatus(),
          order.getMetadata().getUid());
    }
    ModelService service =
        frame.client().resources(ModelService.class).inNamespace(namespace).withName(name).get();
    TrafficPlan plan =
        frame.client().resources(TrafficPlan.class).inNamespace(namespace).withName(name).get();
    HandledOrders handled = HandledOrders.of(plan);
    return ServiceOrder.of(
        spec.action(), name, service != null, handled.find(order.getMetadata().getUid()));
  }

  private InterventionStatus status(Intervention order, Outcome outcome) {
    Long generation = order.getMetadata().getGeneration();
    return new InterventionStatus(
        generation,
        Conditions.from(
                order.getStatus() == null ? null : order.getStatus().conditions(),
                generation,
                frame.clock())
            .with(SUCCEEDED, outcome.succeeded(), outcome.reason(), outcome.message())
            .list());
  }

  private void tell(Intervention order, Outcome outcome) {
    switch (outcome.succeeded()) {
      case TRUE -> frame.events().normal(order, outcome.reason(), outcome.message());
      case FALSE -> frame.events().warning(order, outcome.reason(), outcome.message());
      case UNKNOWN -> {}
    }
  }
}
