package io.homeostat.operator.rig;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseStatus;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * A stand-in for what surrounds the healing kinds: the Job controller and kubelet (a pod per Job
 * that ends as the test says), and the reconcilers of Release, TrafficPlan and CanaryRelease.
 */
public final class Surroundings implements AutoCloseable {
  /** How a Job's container ends; null while it runs. */
  public record End(int exitCode, String reason, String message) {}

  /** Why a stand-in says what it says. */
  private enum Because {
    AdapterProven,
    AllServe,
    BakeCompleted
  }

  private final Rig rig;
  private final JobPods pods;
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, BiFunction<Job, Integer, End>> ends = new HashMap<>();
  private volatile boolean canariesEnd = true;

  /** Begins to act a few times a second. */
  public Surroundings(Rig rig) {
    this.rig = rig;
    this.pods = new JobPods(rig);
    job("dataset", (job, attempt) -> new End(0, "Completed", DATASET));
    job("finetune", (job, attempt) -> new End(0, "Completed", TUNED));
    job("evaluate", (job, attempt) -> new End(0, "Completed", EVALUATED));
    ticker.scheduleWithFixedDelay(this::tick, 100, 150, TimeUnit.MILLISECONDS);
  }

  private static final String DATASET =
      """
      {"digest":"d1","uri":"run-data-0123456789ab","trainRows":1700,"testRows":500,"corrections":100,"replay":1600,"sources":12}\
      """;
  private static final String TUNED =
      "{\"name\":\"run-tune-ba9876543210\",\"digest\":\"%s\",\"loss\":0.0123,\"steps\":90,\"seconds\":61}"
          .formatted("ba9876543210".repeat(6).substring(0, 64));
  private static final String EVALUATED =
      """
      {"verdict":"Pass","items":500,"gates":[{"name":"better-date","capability":"date","result":"Pass","candidate":0.97,"stable":0.5,"difference":0.47,"lower":0.4,"upper":0.5,"items":100}]}\
      """;

  /** Says how Jobs of a trainer command end, by Job and attempt. */
  public void job(String command, BiFunction<Job, Integer, End> end) {
    ends.put(command, end);
  }

  /** Says whether canaries are promoted by themselves. */
  public void canariesEnd(boolean end) {
    canariesEnd = end;
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }

  private void tick() {
    try {
      rig.client
          .batch()
          .v1()
          .jobs()
          .inNamespace(rig.namespace)
          .list()
          .getItems()
          .forEach(this::runPod);
      rig.all(Release.class).forEach(this::prove);
      rig.all(Evaluation.class).forEach(this::route);
      if (canariesEnd) {
        rig.all(CanaryRelease.class).forEach(this::promote);
      }
    } catch (RuntimeException e) {
      // two writers met; the next tick sees what came of it
    }
  }

  private void runPod(Job job) {
    String command =
        job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs().getFirst();
    int attempt = Integer.parseInt(job.getMetadata().getLabels().get("homeostat.io/attempt"));
    pods.run(job, () -> ends.get(command).apply(job, attempt));
  }

  private void prove(Release release) {
    if (release.getStatus() == null) {
      release.setStatus(
          new ReleaseStatus(1L, conditions("Ready", Because.AdapterProven), List.of()));
      rig.client.resource(release).updateStatus();
    }
  }

  private void route(Evaluation evaluation) {
    String service = evaluation.getSpec().modelServiceRef().name();
    String candidate = evaluation.getSpec().releaseRef().name();
    TrafficPlan plan = rig.get(TrafficPlan.class, service);
    Release release = rig.get(Release.class, candidate);
    if (release == null) {
      return;
    }
    if (plan.getSpec().routes().stream().noneMatch(route -> route.release().equals(candidate))) {
      plan.setSpec(withCandidate(plan.getSpec(), release, evaluation));
      plan = rig.client.resource(plan).update();
    }
    if (plan.getStatus() == null
        || !plan.getMetadata().getGeneration().equals(plan.getStatus().observedGeneration())) {
      plan.setStatus(servedByAll(plan.getMetadata().getGeneration()));
      rig.client.resource(plan).updateStatus();
    }
  }

  private static TrafficPlanSpec withCandidate(
      TrafficPlanSpec spec, Release release, Evaluation holder) {
    List<TrafficPlanSpec.Route> routes = new ArrayList<>(spec.routes());
    routes.add(
        new TrafficPlanSpec.Route(
            release.getMetadata().getName(),
            "Candidate",
            0,
            release.getSpec().servedModel(),
            release.getSpec().tuple()));
    return new TrafficPlanSpec(
        spec.modelServiceRef(),
        spec.revision() + 1,
        spec.stable(),
        holder.getMetadata().getUid(),
        routes,
        spec.rejected(),
        spec.acceptedSpecFingerprint());
  }

  private static TrafficPlanStatus servedByAll(Long generation) {
    return new TrafficPlanStatus(
        generation,
        Conditions.from(List.of(), generation, Clock.systemUTC())
            .with("TrafficApplied", ConditionStatus.TRUE, Because.AllServe, "")
            .list(),
        1,
        1);
  }

  private void promote(CanaryRelease canary) {
    if (canary.getStatus() == null) {
      canary.setStatus(
          new CanaryReleaseStatus(
              1L,
              conditions("Succeeded", Because.BakeCompleted),
              "Promoted",
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              List.of(better()),
              null,
              null,
              null,
              null,
              null,
              null));
      rig.client.resource(canary).updateStatus();
    }
  }

  private static CanaryReleaseStatus.Metric better() {
    return new CanaryReleaseStatus.Metric(
        "better-date",
        "date",
        "Quality",
        "Superiority",
        "0.420",
        "0.350",
        "0.480",
        "0.205",
        "31",
        "0.1",
        210,
        null,
        null);
  }

  private static List<Condition> conditions(String type, Because reason) {
    return Conditions.from(List.of(), 1L, Clock.systemUTC())
        .with(type, ConditionStatus.TRUE, reason, "")
        .list();
  }
}
