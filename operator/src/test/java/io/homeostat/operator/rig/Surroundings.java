package io.homeostat.operator.rig;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
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
import io.homeostat.operator.learning.decide.EvaluationStatuses;
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
  private volatile String canariesEnd = "Promoted";
  private volatile boolean mergesEnd;

  /** Begins to act a few times a second. */
  public Surroundings(Rig rig) {
    this.rig = rig;
    this.pods = new JobPods(rig);
    job("dataset", (job, attempt) -> new End(0, "Completed", DATASET));
    job("finetune", (job, attempt) -> new End(0, "Completed", TUNED));
    job("evaluate", (job, attempt) -> new End(0, "Completed", EVALUATED));
    job("remove", (job, attempt) -> new End(0, "Completed", "{\"removed\":1}"));
    ticker.scheduleWithFixedDelay(this::tick, 100, 150, TimeUnit.MILLISECONDS);
  }

  private static final String DATASET =
      """
      {"digest":"d1","uri":"run-data-0123456789ab","trainRows":1700,"testRows":500,"corrections":100,"replay":1600,"sources":12}\
      """;

  /** Result of a training. */
  public static final String TUNED =
      "{\"name\":\"run-tune-ba9876543210\",\"digest\":\"%s\",\"loss\":0.0123,\"steps\":90,\"seconds\":61}"
          .formatted("ba9876543210".repeat(6).substring(0, 64));

  private static final String EVALUATED =
      """
      {"verdict":"Pass","items":500,"summary":"Pass: better-date","gates":[{"name":"better-date","capability":"date","result":"Pass","candidate":0.97,"stable":0.5,"difference":0.47,"lower":0.4,"upper":0.5,"items":100}]}\
      """;

  /** An evaluation that one gate failed. */
  public static final End FAILED =
      new End(
          0,
          "Completed",
          """
          {"verdict":"Fail","items":500,"summary":"Fail: kept-order","gates":[{"name":"kept-order","capability":"order","result":"Fail","candidate":0.5,"stable":0.97,"difference":-0.47,"lower":-0.5,"upper":-0.4,"items":100}]}\
          """);

  /** An evaluation that every gate passed. */
  public static final End PASSED = new End(0, "Completed", EVALUATED);

  /** Says how Jobs of a trainer command end, by Job and attempt. */
  public void job(String command, BiFunction<Job, Integer, End> end) {
    ends.put(command, end);
  }

  /** Says how canaries end: Promoted, as they do by default, or RolledBack; null for not at all. */
  public void canariesEnd(String state) {
    canariesEnd = state;
  }

  /** Acts as the reconciler of AdapterMerge, too: every merge yields an adapter. */
  public void mergesEnd() {
    mergesEnd = true;
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
      if (mergesEnd) {
        rig.all(AdapterMerge.class).forEach(this::merge);
      }
      String state = canariesEnd;
      if (state != null) {
        rig.all(CanaryRelease.class).forEach(canary -> end(canary, state));
      }
    } catch (RuntimeException e) {
      // two writers met; the next tick sees what came of it
    }
  }

  private void runPod(Job job) {
    if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      return;
    }
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
    if (release == null || EvaluationStatuses.isFinal(evaluation.getStatus())) {
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
    routes.removeIf(route -> "Candidate".equals(route.role()));
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

  /** The plan with all the traffic at a release. */
  static TrafficPlanSpec withStable(TrafficPlanSpec spec, Release release) {
    String name = release.getMetadata().getName();
    return new TrafficPlanSpec(
        spec.modelServiceRef(),
        spec.revision() + 1,
        name,
        "",
        List.of(
            new TrafficPlanSpec.Route(
                name, "Stable", 1000, release.getSpec().servedModel(), release.getSpec().tuple())),
        spec.rejected(),
        null);
  }

  private String stableBefore(CanaryRelease promoted) {
    TrafficPlan plan = rig.get(TrafficPlan.class, promoted.getSpec().modelServiceRef().name());
    String before = plan.getSpec().stable();
    Release candidate = rig.get(Release.class, promoted.getSpec().candidateRef().name());
    plan.setSpec(withStable(plan.getSpec(), candidate));
    rig.client.resource(plan).update();
    return before;
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

  private void merge(AdapterMerge merge) {
    if (merge.getStatus() == null) {
      merge.setStatus(
          Serialization.unmarshal(
              """
              conditions: [{type: Succeeded, status: "True", reason: AdaptersMerged, message: "", lastTransitionTime: "2026-11-21T07:00:00Z"}]
              method: Concatenation
              artifact: {name: merged-1, uri: "pvc://artifacts/adapters/merged-1", digest: "%s"}
              """
                  .formatted("e".repeat(64)),
              AdapterMergeStatus.class));
      rig.client.resource(merge).updateStatus();
    }
  }

  private void end(CanaryRelease canary, String state) {
    if (canary.getStatus() == null) {
      String before = "Promoted".equals(state) ? stableBefore(canary) : null;
      canary.setStatus(
          new CanaryReleaseStatus(
              1L,
              conditions(
                  "Succeeded",
                  "Promoted".equals(state) ? ConditionStatus.TRUE : ConditionStatus.FALSE,
                  Because.BakeCompleted),
              state,
              before,
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
    return conditions(type, ConditionStatus.TRUE, reason);
  }

  private static List<Condition> conditions(String type, ConditionStatus status, Because reason) {
    return Conditions.from(List.of(), 1L, Clock.systemUTC()).with(type, status, reason, "").list();
  }
}
