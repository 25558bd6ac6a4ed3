package io.homeostat.operator.healing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.healingpolicy.HealingPolicyStatus;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Neighbours;
import io.homeostat.operator.frame.ServerSide;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.healing.decide.HealingChoice;
import io.homeostat.operator.healing.decide.HealingDecision;
import io.homeostat.operator.healing.decide.HealingObservation;
import io.homeostat.operator.healing.decide.HealingReason;
import io.homeostat.operator.healing.decide.HealingStatuses;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;

/** Starts a HealingRun when a policy's monitor finds a drift that the policy wants repaired. */
@ControllerConfiguration(name = "healingpolicy")
public final class HealingPolicyReconciler implements Reconciler<HealingPolicy> {
  private final Frame frame;
  private final HealingChoice choice;
  private final HealingStatuses statuses;
  private HealingObserver observer;

  public HealingPolicyReconciler(Frame frame) {
    this.frame = frame;
    this.choice = new HealingChoice(frame.clock());
    this.statuses = new HealingStatuses(frame.clock());
  }

  @Override
  public List<EventSource<?, HealingPolicy>> prepareEventSources(
      EventSourceContext<HealingPolicy> context) {
    var monitors =
        Neighbours.watch(
            context,
            DriftMonitor.class,
            (HealingPolicy p, DriftMonitor m) ->
                m.getMetadata().getName().equals(p.getSpec().driftMonitorRef().name()));
    var services =
        Neighbours.watch(context, ModelService.class, (HealingPolicy p, ModelService s) -> true);
    var plans =
        Neighbours.watch(context, TrafficPlan.class, (HealingPolicy p, TrafficPlan t) -> true);
    var runs = Neighbours.watch(context, HealingRun.class, (HealingPolicy p, HealingRun r) -> true);
    var canaries =
        Neighbours.watch(context, CanaryRelease.class, (HealingPolicy p, CanaryRelease c) -> true);
    var datasets = Neighbours.watch(context, Dataset.class, never());
    var policies = Neighbours.watch(context, QualityPolicy.class, never());
    var releases = Neighbours.watch(context, Release.class, never());
    var tunings = Neighbours.watch(context, FineTuneJob.class, never());
    var merges = Neighbours.watch(context, AdapterMerge.class, never());
    observer =
        new HealingObserver(
            monitors,
            services,
            plans,
            runs,
            canaries,
            datasets,
            new SourcesObserver(policies, releases, tunings, merges),
            frame.settings().paused());
    return List.of(
        monitors, services, plans, runs, canaries, datasets, policies, releases, tunings, merges);
  }

  @Override
  public UpdateControl<HealingPolicy> reconcile(
      HealingPolicy policy, Context<HealingPolicy> context) {
    HealingObservation seen = observer.observe(policy);
    HealingDecision decision = choice.decide(seen);
    if (decision instanceof HealingDecision.Start start) {
      ServerSide.create(
          frame.client(), RunManifests.run(policy, start)); // one that is there is an earlier try
    }
    HealingPolicyStatus next =
        statuses.of(policy.getStatus(), policy.getMetadata().getGeneration(), decision, seen);
    if (HealingStatuses.changed(policy.getStatus(), next)) {
      tell(policy, decision);
    }
    UpdateControl<HealingPolicy> update = StatusPatch.of(policy, next);
    return decision instanceof HealingDecision.Held held && held.until() != null
        ? update.rescheduleAfter(untilThen(held))
        : update;
  }

  private void tell(HealingPolicy policy, HealingDecision decision) {
    boolean missing = decision instanceof HealingDecision.NotReady;
    boolean unusual = missing || decision.reason() == HealingReason.CauseNotListed;
    if (unusual) {
      frame.events().warning(policy, decision.reason(), decision.message());
    } else {
      frame.events().normal(policy, decision.reason(), decision.message());
    }
  }

  private Duration untilThen(HealingDecision.Held held) {
    Duration left = Duration.between(frame.clock().instant(), held.until());
    return left.isPositive() ? left.plusSeconds(1) : Duration.ofSeconds(1);
  }

  /** What is only looked up when something else wakes the policy. */
  private static <R extends HasMetadata> BiPredicate<HealingPolicy, R> never() {
    return (policy, object) -> false;
  }
}
