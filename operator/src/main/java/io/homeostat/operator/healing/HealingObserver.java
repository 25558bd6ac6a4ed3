package io.homeostat.operator.healing;

import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.healing.decide.HealingObservation;
import io.homeostat.operator.healing.decide.RunProgress;
import io.homeostat.operator.healing.decide.RunReason;
import io.homeostat.operator.healing.decide.RunSummary;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers what a HealingPolicy decides from. */
record HealingObserver(
    ResourceCache<DriftMonitor> monitors,
    ResourceCache<ModelService> services,
    ResourceCache<TrafficPlan> plans,
    ResourceCache<HealingRun> runs,
    ResourceCache<CanaryRelease> canaries,
    ResourceCache<Dataset> datasets,
    boolean paused) {
  HealingObservation observe(HealingPolicy policy) {
    String namespace = policy.getMetadata().getNamespace();
    Optional<DriftMonitor> monitor =
        monitors.get(new ResourceID(policy.getSpec().driftMonitorRef().name(), namespace));
    String service = monitor.map(m -> m.getSpec().modelServiceRef().name()).orElse("");
    return new HealingObservation(
        policy.getMetadata().getName(),
        policy.getSpec(),
        monitor.map(HealingObserver::monitor).orElse(null),
        services.get(new ResourceID(service, namespace)).map(this::service).orElse(null),
        runs.list(namespace, r -> service.equals(r.getSpec().modelServiceRef().name()))
            .map(HealingObserver::summary)
            .toList(),
        usedNames(namespace),
        canary(namespace, service),
        paused);
  }

  private Set<String> usedNames(String namespace) {
    Stream<String> left =
        datasets
            .list(namespace, d -> d.getMetadata().getLabels() != null)
            .map(d -> d.getMetadata().getLabels().get(RunManifests.HEALING_RUN))
            .filter(Objects::nonNull);
    return Stream.concat(
            left, runs.list(namespace, run -> true).map(run -> run.getMetadata().getName()))
        .collect(Collectors.toSet());
  }

  private static HealingObservation.Monitor monitor(DriftMonitor monitor) {
    return new HealingObservation.Monitor(
        monitor.getMetadata().getUid(), monitor.getSpec(), monitor.getStatus());
  }

  private HealingObservation.Service service(ModelService service) {
    StablePlan plan =
        StablePlan.find(
            plans, service.getMetadata().getNamespace(), service.getMetadata().getName());
    return new HealingObservation.Service(
        service.getMetadata().getName(),
        Boolean.TRUE.equals(service.getSpec().suspend()),
        plan.release(),
        plan.fingerprint());
  }

  private String canary(String namespace, String service) {
    return canaries
        .list(
            namespace, c -> service.equals(c.getSpec().modelServiceRef().name()) && !isFinished(c))
        .map(c -> c.getMetadata().getName())
        .findFirst()
        .orElse(null);
  }

  private static boolean isFinished(CanaryRelease canary) {
    return canary.getStatus() != null
        && (Conditions.isTrue(canary.getStatus().conditions(), "Succeeded")
            || Conditions.isFalse(canary.getStatus().conditions(), "Succeeded"));
  }

  private static RunSummary summary(HealingRun run) {
    HealingRunStatus status = run.getStatus();
    String policy = run.getSpec().healingPolicyRef().name();
    if (!RunProgress.isFinished(status)) {
      return new RunSummary(
          run.getMetadata().getName(),
          policy,
          run.getSpec().drift(),
          null,
          null,
          run.getSpec().stableFingerprint(),
          false);
    }
    String outcome =
        Conditions.find(status.conditions(), RunProgress.SUCCEEDED).orElseThrow().getReason();
    String finished =
        status.finishedAt() == null
            ? run.getMetadata().getCreationTimestamp()
            : status.finishedAt();
    return new RunSummary(
        run.getMetadata().getName(),
        policy,
        run.getSpec().drift(),
        Instant.parse(finished),
        outcome,
        run.getSpec().stableFingerprint(),
        RunReason.Superseded.name().equals(outcome));
  }
}
