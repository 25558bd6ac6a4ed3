package io.homeostat.operator.canary;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.canary.decide.CanaryObservation;
import io.homeostat.operator.canary.decide.CanaryObservation.Candidate;
import io.homeostat.operator.canary.decide.CanaryObservation.Followed;
import io.homeostat.operator.canary.decide.CanaryObservation.Traffic;
import io.homeostat.operator.canary.decide.CanaryProgress;
import io.homeostat.operator.canary.decide.CanaryRules;
import io.homeostat.operator.canary.decide.PodWait;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.intervention.decide.HandledOrders;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.intervention.decide.TrafficOrder;
import io.homeostat.operator.modelservice.Children;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import io.homeostat.operator.rollouts.RolloutReader;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads everything that a decision about a CanaryRelease looks at, from caches as far as they go.
 */
final class CanaryObserver {
  private final Frame frame;
  private final PrometheusReadings readings;
  private final RolloutReader rollouts;

  CanaryObserver(Frame frame) {
    this.frame = frame;
    this.readings = new PrometheusReadings(frame.http(), frame.clock());
    this.rollouts = new RolloutReader(frame);
  }

  /** A canary that has ended is not asked about any more. */
  void forget(CanaryRelease canary) {
    readings.forget(canary);
  }

  CanaryObservation observe(
      CanaryRelease canary, CanaryRules asked, Context<CanaryRelease> context) {
    Optional<Followed> followed = followed(canary, context);
    CanaryRules rules =
        followed
            .filter(rollout -> rollout.view().known())
            .map(rollout -> asked.following(rollout.view().shares()))
            .orElse(asked);
    String namespace = canary.getMetadata().getNamespace();
    Instant now = frame.clock().instant();
    Optional<ModelService> service = service(canary, context);
    return new CanaryObservation(
        canary.getMetadata().getUid(),
        rules,
        CanaryProgress.of(canary.getStatus()),
        candidate(canary, context),
        traffic(canary, service, orders(canary, context), now, context),
        frame.verdicts().canary(namespace + "/" + canary.getMetadata().getName()),
        order(canary, orders(canary, context), now),
        Optional.ofNullable(canary.getMetadata().getAnnotations())
            .map(all -> all.get(Children.SUPERSEDED)),
        stopped(canary, service),
        readings.of(canary, canary.getStatus() == null ? null : canary.getStatus().stable()),
        followed,
        now);
  }

  private Optional<Followed> followed(CanaryRelease canary, Context<CanaryRelease> context) {
    return rollouts
        .read(canary.getMetadata().getNamespace(), canary.getSpec().actuator())
        .map(
            view ->
                new Followed(
                    view,
                    template(canary, canary.getSpec().candidateRef().name(), context),
                    get(
                            context,
                            TrafficPlan.class,
                            canary,
                            canary.getSpec().modelServiceRef().name())
                        .map(plan -> template(canary, plan.getSpec().stable(), context))
                        .orElse(null)));
  }

  /** Hash of the pod template that a release runs on; null for any. */
  private static String template(
      CanaryRelease canary, String release, Context<CanaryRelease> context) {
    return get(context, Release.class, canary, release)
        .map(found -> found.getSpec().tuple().podTemplate())
        .orElse(null);
  }

  /**
   * The ModelService; that it is gone, which ends a canary, is believed only when the API server
   * says so, too.
   */
  private Optional<ModelService> service(CanaryRelease canary, Context<CanaryRelease> context) {
    String name = canary.getSpec().modelServiceRef().name();
    return get(context, ModelService.class, canary, name)
        .or(
            () ->
                Optional.ofNullable(
                    frame
                        .client()
                        .resources(ModelService.class)
                        .inNamespace(canary.getMetadata().getNamespace())
                        .withName(name)
                        .get()));
  }

  private static Candidate candidate(CanaryRelease canary, Context<CanaryRelease> context) {
    String name = canary.getSpec().candidateRef().name();
    Optional<Release> release =
        get(context, Release.class, canary, name)
            .filter(
                found ->
                    found.getSpec().modelServiceRef().equals(canary.getSpec().modelServiceRef()));
    if (release.isEmpty()) {
      return new Candidate(name, null, false, null);
    }
    var conditions =
        release.get().getStatus() == null ? null : release.get().getStatus().conditions();
    return new Candidate(
        name,
        release.get().getSpec().fingerprint(),
        Conditions.isTrue(conditions, "Ready"),
        Conditions.find(conditions, "Ready")
            .map(c -> c.getMessage())
            .orElse("it was not looked at yet"));
  }

  private static Traffic traffic(
      CanaryRelease canary,
      Optional<ModelService> service,
      List<Intervention> orders,
      Instant now,
      Context<CanaryRelease> context) {
    String name = canary.getSpec().modelServiceRef().name();
    return get(context, TrafficPlan.class, canary, name)
        .map(
            plan ->
                new Traffic(
                    service.isPresent(),
                    plan.getSpec().stable(),
                    plan.getSpec().salt(),
                    plan.getSpec().anchor(),
                    TrafficOrder.holding(orders, name, HandledOrders.of(plan), now)
                        .map(TrafficOrder::words),
                    PodWait.of(
                        plan.getSpec(),
                        canary.getSpec().candidateRef().name(),
                        CanaryProgress.of(canary.getStatus()),
                        lacking(service))))
        .orElse(new Traffic(service.isPresent(), null, null));
  }

  /** What the ModelService says of engine pods that a release of it still waits for. */
  private static Optional<String> lacking(Optional<ModelService> service) {
    return service
        .map(ModelService::getStatus)
        .flatMap(status -> Conditions.find(status.conditions(), "Progressing"))
        .filter(condition -> ServiceReason.lacksPods(condition.getReason()))
        .map(Condition::getMessage);
  }

  private static List<Intervention> orders(CanaryRelease canary, Context<CanaryRelease> context) {
    return source(context, Intervention.class)
        .list(canary.getMetadata().getNamespace(), order -> true)
        .toList();
  }

  /** An order for the canary, else a rollback of its ModelService. */
  private static Optional<CanaryObservation.Order> order(
      CanaryRelease canary, List<Intervention> all, Instant now) {
    return Order.next(all, "CanaryRelease", canary.getMetadata().getName(), now)
        .or(
            () ->
                Order.next(all, "ModelService", canary.getSpec().modelServiceRef().name(), now)
                    .filter(order -> "Rollback".equals(order.action())))
        .map(order -> new CanaryObservation.Order(order.action(), order.reason()));
  }

  private Optional<String> stopped(CanaryRelease canary, Optional<ModelService> service) {
    if (frame.settings().paused()) {
      return Optional.of("the chart's value paused stops new canaries");
    }
    return service
        .filter(found -> Boolean.TRUE.equals(found.getSpec().suspend()))
        .map(
            found ->
                "spec.suspend of ModelService '%s' stops new canaries"
                    .formatted(canary.getSpec().modelServiceRef().name()));
  }

  private static <R extends HasMetadata> Optional<R> get(
      Context<CanaryRelease> context, Class<R> kind, CanaryRelease canary, String name) {
    return source(context, kind).get(new ResourceID(name, canary.getMetadata().getNamespace()));
  }

  private static <R extends HasMetadata> InformerEventSource<R, CanaryRelease> source(
      Context<CanaryRelease> context, Class<R> kind) {
    return (InformerEventSource<R, CanaryRelease>)
        context.eventSourceRetriever().getEventSourceFor(kind);
  }
}
