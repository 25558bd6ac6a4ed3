package io.homeostat.operator.healing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Neighbours;
import io.homeostat.operator.frame.ServerSide;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.healing.decide.RunDecision;
import io.homeostat.operator.healing.decide.RunProgress;
import io.homeostat.operator.healing.decide.RunReason;
import io.homeostat.operator.healing.decide.RunView;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Carries a repair from its cause to a promoted release, one object after the other. */
@ControllerConfiguration(name = "healingrun")
public final class HealingRunReconciler implements Reconciler<HealingRun>, Cleaner<HealingRun> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final Duration LITTLE = Duration.ofMillis(100);

  private final Frame frame;
  private final RunProgress progress;
  private RunObserver observer;

  public HealingRunReconciler(Frame frame) {
    this.frame = frame;
    this.progress = new RunProgress(frame.clock());
  }

  @Override
  public List<EventSource<?, HealingRun>> prepareEventSources(
      EventSourceContext<HealingRun> context) {
    var services = Neighbours.watch(context, ModelService.class, HealingRunReconciler::repairs);
    var plans = Neighbours.watch(context, TrafficPlan.class, HealingRunReconciler::isPlanFor);
    var monitors = Neighbours.watch(context, DriftMonitor.class, HealingRunReconciler::follows);
    var interventions =
        Neighbours.watch(context, Intervention.class, HealingRunReconciler::isOrderFor);
    var datasets = Neighbours.watch(context, Dataset.class, RunManifests::isOf);
    var tunings = Neighbours.watch(context, FineTuneJob.class, RunManifests::isOf);
    var merges = Neighbours.watch(context, AdapterMerge.class, RunManifests::isOf);
    var releases = Neighbours.watch(context, Release.class, RunManifests::isOf);
    var evaluations = Neighbours.watch(context, Evaluation.class, RunManifests::isOf);
    var canaries = Neighbours.watch(context, CanaryRelease.class, RunManifests::isOf);
    RunChildren children =
        new RunChildren(frame.client(), datasets, tunings, merges, releases, evaluations, canaries);
    observer =
        new RunObserver(
            services,
            plans,
            monitors,
            interventions,
            children,
            frame.settings().paused(),
            frame.clock());
    return List.of(
        services,
        plans,
        monitors,
        interventions,
        datasets,
        tunings,
        merges,
        releases,
        evaluations,
        canaries);
  }

  @Override
  public UpdateControl<HealingRun> reconcile(HealingRun run, Context<HealingRun> context) {
    if (RunProgress.isFinished(run.getStatus())) {
      return UpdateControl.noUpdate();
    }
    RunObserver.Seen seen = observer.observe(run);
    RunView view = seen.view();
    RunDecision decision = progress.decide(view);
    seen.outdated().forEach(this::delete);
    if (decision.create() != null) {
      create(run, seen.manifest(decision.create(), view.attempt()));
    }
    if (!decision.accept().isEmpty()) {
      accept(run, decision.accept());
    }
    if (decision.finished()) {
      seen.unfinished().forEach(this::delete);
    }
    tell(run, decision);
    UpdateControl<HealingRun> update = StatusPatch.of(run, decision.status());
    return decision.finished() ? update : update.rescheduleAfter(pause(decision));
  }

  /** Other objects wake a run; a pause in which nothing changes has an end all the same. */
  private Duration pause(RunDecision decision) {
    if (decision.until() == null) {
      return LOOK_AGAIN;
    }
    Duration left = Duration.between(frame.clock().instant(), decision.until()).plus(LITTLE);
    if (left.compareTo(LITTLE) < 0) {
      return LITTLE;
    }
    return left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
  }

  /**
   * A run that is deleted on its way stops what it has begun: a running canary is aborted, an
   * unfinished Job ends.
   */
  @Override
  public DeleteControl cleanup(HealingRun run, Context<HealingRun> context) {
    if (!RunProgress.isFinished(run.getStatus())) {
      observer.observe(run).unfinished().forEach(this::delete);
    }
    return DeleteControl.defaultDelete();
  }

  /** Creates an object; that it is there already means that an earlier try was not seen yet. */
  private void create(HealingRun run, HasMetadata object) {
    if (ServerSide.create(frame.client(), object)) {
      frame
          .events()
          .normal(
              run,
              RunReason.Creating,
              "%s '%s' was made".formatted(object.getKind(), object.getMetadata().getName()));
    }
  }

  /** Lets findings through in the run's own Dataset, which is then built again. */
  private void accept(HealingRun run, List<String> findings) {
    frame
        .client()
        .resources(Dataset.class)
        .inNamespace(run.getMetadata().getNamespace())
        .withName(RunManifests.datasetName(run.getMetadata().getName()))
        .edit(dataset -> RunManifests.accepting(dataset, findings));
  }

  private void delete(HasMetadata object) {
    frame.client().resource(object).delete();
  }

  private void tell(HealingRun run, RunDecision decision) {
    String before = run.getStatus() == null ? null : run.getStatus().state();
    if (Objects.equals(before, decision.status().state())) {
      return;
    }
    boolean failed = decision.finished() && decision.reason() != RunReason.Promoted;
    if (failed) {
      frame.events().warning(run, decision.reason(), decision.message());
    } else if (decision.finished()) {
      frame.events().normal(run, decision.reason(), decision.message());
    } else if (decision.reason() == RunReason.AwaitingApproval) {
      frame.events().warning(run, decision.reason(), decision.message());
    } else {
      frame
          .events()
          .normal(run, RunReason.Running, "%s begins".formatted(decision.status().state()));
    }
  }

  private static boolean isOrderFor(HealingRun run, Intervention order) {
    return order.getSpec() != null
        && order.getSpec().targetRef() != null
        && "HealingRun".equals(order.getSpec().targetRef().kind())
        && run.getMetadata().getName().equals(order.getSpec().targetRef().name());
  }

  private static boolean repairs(HealingRun run, ModelService service) {
    return isOf(run, service.getMetadata().getName());
  }

  private static boolean isPlanFor(HealingRun run, TrafficPlan plan) {
    return isOf(run, plan.getSpec().modelServiceRef().name());
  }

  private static boolean follows(HealingRun run, DriftMonitor monitor) {
    return monitor.getMetadata().getName().equals(run.getSpec().drift().monitor());
  }

  private static boolean isOf(HealingRun run, String service) {
    return service.equals(run.getSpec().modelServiceRef().name());
  }
}
