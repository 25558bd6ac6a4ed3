package io.homeostat.operator.healing.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingrun.HealingRunPlan;
import io.homeostat.crds.healingrun.HealingRunPlan.Attempt;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.crds.release.ReleaseStatus;
import io.homeostat.operator.healing.decide.RunView.Candidate;
import io.homeostat.operator.healing.decide.RunView.Child;
import io.homeostat.operator.healing.decide.RunView.Stable;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.learning.decide.LearningReason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A repair of which the first steps are done; tests change what lies around it. */
final class World {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC);

  private final int done;
  private HealingRunPlan plan = Repairs.plan(Repairs.FINE_TUNE);
  private Stable stable = new Stable("support-aaaaaaaaaa", Repairs.STABLE, true, null);
  private DriftMonitorStatus monitor = Sights.drifting(Sights.date("ExpectedAnswers"));
  private Order order;
  private List<String> accepted = List.of();
  private List<Candidate> others = List.of();
  private boolean service = true;
  private List<String> rejected = List.of();
  private String proposed;
  private boolean paused;
  private String commit;
  private Child<DatasetStatus> dataset = Child.absent("run-data");
  private Child<FineTuneJobStatus> fineTune = Child.absent("run-tune");
  private Child<AdapterMergeStatus> merge = Child.absent("run-merge");
  private Child<ReleaseStatus> release = Child.absent("support-bbbbbbbbbb");
  private Child<EvaluationStatus> evaluation = Child.absent("run-eval");
  private Child<CanaryReleaseStatus> canary = Child.absent("run-canary");

  private World(int done) {
    this.done = done;
  }

  /**
   * The dataset, the adapter, the proven release, the passed evaluation, the canary: that many are
   * there.
   */
  static World world(int done) {
    World world = new World(done);
    if (done >= 1) {
      world.withDataset(built());
    }
    if (done >= 2) {
      world.withFineTune(trained()).withProposed(Repairs.PROPOSED);
    }
    if (done >= 3) {
      world.release = new Child<>(world.release.name(), true, proven());
    }
    if (done >= 4) {
      world.withEvaluation(passed());
    }
    return done >= 5 ? world.withCanary("Promoted", ConditionStatus.TRUE) : world;
  }

  /** The next object exists and has no status yet. */
  World begun() {
    switch (done) {
      case 0 -> withDataset(null);
      case 1 -> withFineTune(null);
      case 2 -> release = new Child<>(release.name(), true, null);
      case 3 -> withEvaluation(null);
      default -> canary = new Child<>(canary.name(), true, null);
    }
    return this;
  }

  /** Another release is stable; null for no plan. */
  World withStable(String fingerprint, boolean takesAdapter) {
    return withStable(fingerprint, takesAdapter, null);
  }

  World withStable(String fingerprint, boolean takesAdapter, String adapter) {
    stable =
        fingerprint == null
            ? null
            : new Stable(
                "support-" + fingerprint.substring(0, 10), fingerprint, takesAdapter, adapter);
    return this;
  }

  World withPlan(HealingRunPlan other) {
    plan = other;
    return this;
  }

  /** Attempts that come before the world's own. */
  World withEarlier(Candidate... candidates) {
    others = List.of(candidates);
    return this;
  }

  World withMonitor(DriftMonitorStatus status) {
    monitor = status;
    return this;
  }

  World withAccepted(String... findings) {
    accepted = List.of(findings);
    return this;
  }

  World withOrder(String action) {
    order = new Order("uid-" + action, action, "because (jane)");
    return this;
  }

  World withMerge(AdapterMergeStatus status) {
    merge = new Child<>(merge.name(), true, status);
    return this;
  }

  World withoutService() {
    service = false;
    return this;
  }

  World withRejected(String fingerprint) {
    rejected = List.of(fingerprint);
    return this;
  }

  World withProposed(String fingerprint) {
    proposed = fingerprint;
    return this;
  }

  World withPause() {
    paused = true;
    return this;
  }

  World withCommit(String lines) {
    commit = lines;
    return this;
  }

  World withDataset(DatasetStatus status) {
    dataset = new Child<>(dataset.name(), true, status);
    return this;
  }

  World withFineTune(FineTuneJobStatus status) {
    fineTune = new Child<>(fineTune.name(), true, status);
    return this;
  }

  World withEvaluation(EvaluationStatus status) {
    evaluation = new Child<>(evaluation.name(), true, status);
    return this;
  }

  World withCanary(String state, ConditionStatus succeeded) {
    canary = new Child<>(canary.name(), true, canaryStatus(state, succeeded));
    return this;
  }

  RunView view(HealingRunStatus before) {
    return view(before, CLOCK.instant());
  }

  RunView view(HealingRunStatus before, Instant now) {
    List<Candidate> candidates = new ArrayList<>(others);
    candidates.add(
        new Candidate(plan.attempts().getLast(), proposed, "e", release, evaluation, commit));
    return new RunView(
        1L,
        "2026-11-21T07:55:00Z",
        now,
        Repairs.run(plan),
        before,
        service,
        stable,
        rejected,
        dataset,
        accepted,
        fineTune,
        merge,
        candidates,
        canary,
        canary.exists() ? release.name() : null,
        monitor,
        order,
        TrainingCost.NONE,
        paused);
  }

  /** An attempt whose Release exists and failed its Evaluation, or was not evaluated yet. */
  static Candidate earlier(Attempt attempt, String fingerprint, EvaluationStatus evaluated) {
    String name = "support-" + fingerprint.substring(0, 10);
    return new Candidate(
        attempt,
        fingerprint,
        null,
        new Child<>(name, true, proven()),
        new Child<>("run-eval-" + attempt.strategy(), evaluated != null, evaluated),
        null);
  }

  static List<Condition> condition(
      String type, ConditionStatus status, Enum<?> reason, String message) {
    return Conditions.from(List.of(), 1L, CLOCK).with(type, status, reason, message).list();
  }

  static DatasetStatus unbuilt(List<Condition> conditions) {
    return Serialization.unmarshal(
        Serialization.asYaml(Map.of("observedGeneration", 1, "conditions", conditions)),
        DatasetStatus.class);
  }

  private static DatasetStatus built() {
    return Serialization.unmarshal(
        """
        conditions: [{type: Ready, status: "True", reason: DatasetBuilt, message: ""}]
        trainRows: 1700
        testRows: 500
        corrections: 100
        replay: 1600
        sources: 12
        """,
        DatasetStatus.class);
  }

  private static FineTuneJobStatus trained() {
    return new FineTuneJobStatus(
        1L,
        condition("Succeeded", ConditionStatus.TRUE, LearningReason.AdapterTrained, ""),
        "job",
        "100%",
        null,
        "0.01",
        new FineTuneJobStatus.Artifact("run-tune-1", "pvc://a/adapters/run-tune-1", "e"),
        null,
        null,
        null,
        null);
  }

  private static ReleaseStatus proven() {
    return new ReleaseStatus(
        1L, condition("Ready", ConditionStatus.TRUE, RunReason.AdapterProven, ""), List.of());
  }

  private static EvaluationStatus passed() {
    return new EvaluationStatus(
        1L,
        condition("Succeeded", ConditionStatus.TRUE, LearningReason.GatesPassed, "5 gates passed"),
        "job",
        "Pass",
        "Pass: 5 gates on 500 items",
        500,
        1,
        null,
        null,
        null,
        null,
        null);
  }

  private static CanaryReleaseStatus canaryStatus(String state, ConditionStatus succeeded) {
    return Serialization.unmarshal(
        """
        conditions: [{type: Succeeded, status: "%s", reason: Promoted, message: bake is over, lastTransitionTime: "%s"}]
        state: %s
        stable: support-aaaaaaaaaa
        metrics:
          - {name: better-date, capability: date, metric: Quality, test: Superiority, difference: "0.420", lower: "0.350", upper: "0.480"}
        """
            .formatted(succeeded.text(), CLOCK.instant(), state),
        CanaryReleaseStatus.class);
  }
}
