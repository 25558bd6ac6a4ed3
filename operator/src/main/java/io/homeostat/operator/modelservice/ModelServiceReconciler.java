package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.learning.FileCheckJobs;
import io.homeostat.operator.modelservice.decide.ServiceDecider;
import io.homeostat.operator.modelservice.decide.ServiceDecision;
import io.homeostat.operator.modelservice.decide.ServiceObservation;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import io.homeostat.operator.rollouts.AnalysisTemplates;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps a ModelService served: its engine pods, its releases, and the one plan that says which
 * release gets which share. It reads like this: observe, decide, act, tell.
 */
@ControllerConfiguration(name = "modelservice")
public final class ModelServiceReconciler implements Reconciler<ModelService> {
  private static final Duration AT_ONCE = Duration.ofMillis(500);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(15);

  private final Frame frame;
  private final ServiceSources sources;
  private final FileCheckJobs files;
  private final ServiceObserver observer;
  private final Gateways gateways;
  private final EnginePools pools;
  private final AnalysisTemplates templates;
  private final Children children;
  private final PlanWriter plans;
  private final ServiceEvents events;
  private final ServiceStatuses statuses;

  /** Prepares the reconciler. */
  public ModelServiceReconciler(Frame frame) {
    this.frame = frame;
    this.sources = new ServiceSources(frame.settings());
    this.files = new FileCheckJobs(frame);
    this.observer = new ServiceObserver(frame, files);
    this.gateways = new Gateways(frame);
    this.pools = new EnginePools(frame);
    this.templates = new AnalysisTemplates(frame);
    this.children = new Children(frame);
    this.plans = new PlanWriter(frame);
    this.events = new ServiceEvents(frame.events());
    this.statuses = new ServiceStatuses(frame);
  }

  @Override
  public List<EventSource<?, ModelService>> prepareEventSources(
      EventSourceContext<ModelService> context) {
    return Stream.concat(sources.all(context).stream(), pools.sources(context)).toList();
  }

  @Override
  public UpdateControl<ModelService> reconcile(
      ModelService service, Context<ModelService> context) {
    Optional<TrafficPlan> plan = ServiceSources.plan(service, context);
    Optional<Gateways.Applied> told = plan.map(present -> applied(present, context));
    ServiceObservation seen = observer.observe(service, plan, told, context);

    ServiceDecision decided = ServiceDecider.decide(seen);

    pools.keep(service, decided, seen.rollout(), context);
    templates.keep(service);
    files.keep(service, decided.checks());
    make(service, decided);
    Written written = write(service, plan, decided, context);
    if (written == Written.OUTDATED) {
      return UpdateControl.<ModelService>noUpdate().rescheduleAfter(AT_ONCE);
    }
    decided.expired().forEach(release -> expire(service, release));
    boolean settled =
        seen.applied()
            && !decided.progress().moving()
            && decided.idlePools().isEmpty()
            && seen.rollout().isEmpty();
    return StatusPatch.of(
            service,
            statuses.of(service, seen, decided, context.getPrimaryCache().list(other -> true)))
        .rescheduleAfter(written == Written.CHANGED ? AT_ONCE : settled ? LATER : SOON);
  }

  /**
   * What became of a plan; whether gateways serve a changed one is asked at once, because its event
   * is this reconciler's own and brings nobody back.
   */
  private enum Written {
    UNCHANGED,
    CHANGED,
    OUTDATED
  }

  /**
   * Asks the gateways, which also tells them that somebody steers, and says in the plan's status
   * how far it is.
   */
  private Gateways.Applied applied(TrafficPlan plan, Context<ModelService> context) {
    String service =
        plan.getMetadata().getNamespace() + "/" + plan.getSpec().modelServiceRef().name();
    Gateways.Applied applied =
        gateways.applied(ServiceSources.gateways(context), service, plan.getSpec().revision());
    plans.tellApplied(plan, applied);
    return applied;
  }

  private void make(ModelService service, ServiceDecision decided) {
    decided
        .releases()
        .forEach(
            (name, spec) -> {
              if (children.release(service, name, spec)) {
                frame
                    .events()
                    .normal(
                        service, ServiceReason.ReleaseMade, "made Release '%s'".formatted(name));
              }
            });
    decided
        .canaries()
        .forEach(
            canary -> {
              if (children.canary(service, canary)) {
                frame
                    .events()
                    .normal(
                        service,
                        ServiceReason.CanaryMade,
                        "made CanaryRelease '%s' for '%s'"
                            .formatted(canary.name(), canary.spec().candidateRef().name()));
              }
            });
    decided.superseded().forEach((canary, why) -> children.supersede(service, canary, why));
  }

  private void expire(ModelService service, String release) {
    if (children.expire(service, release)) {
      frame
          .events()
          .normal(
              service,
              ServiceReason.ReleaseExpired,
              "deleted Release '%s': nothing speaks of it, and spec.revisionHistoryLimit younger ones are kept"
                  .formatted(release));
    }
  }

  private Written write(
      ModelService service,
      Optional<TrafficPlan> before,
      ServiceDecision decided,
      Context<ModelService> context) {
    try {
      Optional<TrafficPlan> written = plans.write(service, before, decided);
      if (written.isEmpty()) {
        return Written.UNCHANGED;
      }
      ServiceSources.remember(before, written.get(), context);
      events.planWritten(
          service, before.map(TrafficPlan::getSpec).orElse(null), written.get().getSpec());
      return Written.CHANGED;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Written.OUTDATED;
      }
      throw e;
    }
  }
}
