package io.homeostat.operator.healing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.dataset.PoisonGuard;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.healing.decide.RepairGates;
import io.homeostat.operator.healing.decide.RunChild;
import io.homeostat.operator.healing.decide.RunView;
import io.homeostat.operator.healing.decide.TrainingCost;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.modelservice.decide.GitYaml;
import io.homeostat.operator.modelservice.decide.SpecTuple;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Gathers what a HealingRun decides from, and makes the objects that it decides to create. */
record RunObserver(
    ResourceCache<ModelService> services,
    ResourceCache<TrafficPlan> plans,
    ResourceCache<DriftMonitor> monitors,
    ResourceCache<Intervention> interventions,
    RunChildren children,
    boolean paused,
    Clock clock) {

  Seen observe(HealingRun run) {
    String namespace = run.getMetadata().getNamespace();
    String name = run.getMetadata().getName();
    String service = run.getSpec().modelServiceRef().name();
    StablePlan plan = StablePlan.find(plans, namespace, service);
    Optional<CanaryRelease> canary = children.canary(namespace, RunManifests.canaryName(name));
    Instant now = clock.instant();
    return new Seen(
        run,
        services.get(new ResourceID(service, namespace)).orElse(null),
        plan,
        RepairCandidates.pinned(run, plan, children),
        monitors.get(new ResourceID(run.getSpec().drift().monitor(), namespace)),
        Order.next(interventions.list(namespace, order -> true).toList(), "HealingRun", name, now),
        children.dataset(namespace, RunManifests.datasetName(name)),
        children.fineTune(namespace, RunManifests.fineTuneName(name)),
        children.merge(namespace, RunManifests.mergeName(name)),
        RepairCandidates.of(run, plan, children, canary),
        canary,
        children,
        paused,
        now);
  }

  /** A repair and its surroundings at one moment. */
  record Seen(
      HealingRun run,
      ModelService service,
      StablePlan plan,
      Optional<ReleaseTuple> pinned,
      Optional<DriftMonitor> monitor,
      Optional<Order> order,
      Optional<Dataset> dataset,
      Optional<FineTuneJob> fineTune,
      Optional<AdapterMerge> merge,
      List<RepairCandidates.Found> candidates,
      Optional<CanaryRelease> canary,
      RunChildren children,
      boolean paused,
      Instant now) {
    RunView view() {
      String name = run.getMetadata().getName();
      return new RunView(
          run.getMetadata().getGeneration(),
          run.getMetadata().getCreationTimestamp(),
          now,
          run.getSpec(),
          run.getStatus(),
          service != null,
          stable(),
          plan.rejected(),
          RunChildren.child(RunManifests.datasetName(name), dataset),
          dataset
              .map(d -> d.getSpec().poisonGuard())
              .map(PoisonGuard::acceptedFindings)
              .orElse(List.of()),
          RunChildren.child(RunManifests.fineTuneName(name), fineTune),
          RunChildren.child(RunManifests.mergeName(name), merge),
          candidates.stream().map(this::candidate).toList(),
          RunChildren.child(RunManifests.canaryName(name), canary),
          canary.map(c -> c.getSpec().candidateRef().name()).orElse(null),
          monitor.map(DriftMonitor::getStatus).orElse(null),
          order.orElse(null),
          fineTune
              .map(job -> TrainingCost.of(job.getStatus(), job.getSpec().resources(), now))
              .orElse(TrainingCost.NONE),
          paused);
    }

    private RunView.Stable stable() {
      return plan.fingerprint() == null
          ? null
          : new RunView.Stable(
              plan.release(),
              plan.fingerprint(),
              plan.takesAdapter(run.getSpec(), pinned),
              digest(plan.tuple(plan.release())));
    }

    private RunView.Candidate candidate(RepairCandidates.Found found) {
      return new RunView.Candidate(
          found.attempt(),
          found.spec() == null ? null : found.spec().fingerprint(),
          found.spec() == null ? null : digest(found.spec().tuple()),
          RunChildren.child(found.name(), found.release()),
          RunChildren.child(found.evaluationName(), found.evaluation()),
          commit(found));
    }

    private static String digest(ReleaseTuple tuple) {
      return tuple.adapter() == null ? null : tuple.adapter().digest();
    }

    /** What Git has to say first, where the adapter is Git's choice. */
    private String commit(RepairCandidates.Found found) {
      boolean released = found.release().isPresent() && service != null;
      return !released || SpecTuple.managesAdapter(service.getSpec())
          ? null
          : GitYaml.toPin(found.release().get().getSpec().tuple().adapter());
    }

    /**
     * The object that an attempt needs.
     *
     * @param attempt number of the attempt that is under way
     */
    HasMetadata manifest(RunChild child, int attempt) {
      RepairCandidates.Found found = candidates.get(attempt);
      return switch (child) {
        case DATASET -> RunManifests.dataset(run);
        case FINE_TUNE_JOB -> RunManifests.fineTune(run);
        case ADAPTER_MERGE -> RunManifests.merge(run, found.attempt());
        case RELEASE -> RunManifests.release(run, found.spec(), service);
        case EVALUATION ->
            RunManifests.evaluation(
                run, found.name(), plan.release(), RepairGates.of(run.getSpec()));
        case CANARY_RELEASE ->
            RunManifests.canary(run, found.name(), run.getSpec().plan().canary());
      };
    }

    /** What is under way and has no purpose once the run is over. */
    List<HasMetadata> unfinished() {
      return Unfinished.of(canary, children.evaluations(run).toList(), merge, fineTune, dataset);
    }

    /** Evaluations of candidates that stable's change has made needless. */
    List<HasMetadata> outdated() {
      List<String> wanted =
          candidates.stream().map(RepairCandidates.Found::evaluationName).toList();
      return canary.isPresent()
          ? List.of()
          : Unfinished.evaluations(
              children
                  .evaluations(run)
                  .filter(e -> !wanted.contains(e.getMetadata().getName()))
                  .toList());
    }
  }
}
