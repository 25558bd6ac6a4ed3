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
import io.homeostat.operator.healing.decide.CanaryAccount;
import io.homeostat.operator.healing.decide.HealingObservation;
import io.homeostat.operator.healing.decide.RunProgress;
import io.homeostat.operator.healing.decide.RunSummary;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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
    SourcesObserver sources,
    boolean paused) {
  HealingObservation observe(HealingPolicy policy) {
    String namespace = policy.getMetadata().getNamespace();
    Optional<DriftMonitor> monitor =
        monitors.get(new ResourceID(policy.getSpec().driftMonitorRef().name(), namespace));
    String service = monitor.map(m -> m.getSpec().modelServiceRef().name()).orElse("");
    StablePlan plan = StablePlan.find(plans, namespace, service);
    List<CanaryRelease> tried =
        canaries
            .list(namespace, c -> service.equals(c.getSpec().modelServiceRef().name()))
            .toList();
    return new HealingObservation(
        policy.getMetadata().getName(),
        policy.getSpec(),
        monitor.map(HealingObserver::monitor).orElse(null),
        services.get(new ResourceID(service, namespace)).map(s -> service(s, plan)).orElse(null),
        runs.list(namespace, r -> service.equals(r.getSpec().modelServiceRef().name()))
            .map(HealingObserver::summary)
            .toList(),
        usedNames(namespace),
        running(tried),
        sources.observe(namespace, service, plan),
        CanaryAccount.of(tried),
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

  private static HealingObservation.Service service(ModelService service, StablePlan plan) {
    return new HealingObservation.Service(
        service.getMetadata().getName(),
        Boolean.TRUE.equals(service.getSpec().suspend()),
        plan.release(),
        plan.fingerprint(),
        service.getSpec().release());
  }

  private static String running(List<CanaryRelease> canaries) {
    return canaries.stream()
        .filter(c -> !isFinished(c))
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
    boolean finished = RunProgress.isFinished(status);
    return new RunSummary(
        run.getMetadata().getName(),
        run.getSpec(),
        Instant.parse(run.getMetadata().getCreationTimestamp()),
        finished ? Instant.parse(status.finishedAt()) : null,
        finished
            ? Conditions.find(status.conditions(), RunProgress.SUCCEEDED).orElseThrow().getReason()
            : null,
        status == null ? null : status.fineTuneJob(),
        status == null || status.gpuHours() == null
            ? BigDecimal.ZERO
            : new BigDecimal(status.gpuHours()));
  }
}
