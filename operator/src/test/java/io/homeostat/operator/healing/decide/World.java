package io.homeostat.operator.healing.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.crds.release.ReleaseStatus;
import io.homeostat.operator.healing.decide.RunView.Child;
import io.homeostat.operator.learning.decide.LearningReason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A repair of which the first steps are done; tests change what lies around it. */
final class World {
  private static final CanaryReleaseStatus.Metric BETTER =
      new CanaryReleaseStatus.Metric(
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

  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC);

  private final int done;
  private String stable = Repairs.STABLE;
  private boolean service = true;
  private List<String> rejected = List.of();
  private String proposed;
  private boolean paused;
  private String commit;
  private Child<DatasetStatus> dataset = Child.absent("run-data");
  private Child<FineTuneJobStatus> fineTune = Child.absent("run-tune");
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

  World withStable(String fingerprint) {
    stable = fingerprint;
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
    return new RunView(
        1L,
        "2026-11-21T07:55:00Z",
        Repairs.run(null),
        before,
        service,
        stable,
        rejected,
        proposed,
        dataset,
        fineTune,
        release,
        evaluation,
        canary,
        commit,
        paused);
  }

  static List<Condition> condition(
      String type, ConditionStatus status, Enum<?> reason, String message) {
    return Conditions.from(List.of(), 1L, CLOCK).with(type, status, reason, message).list();
  }

  static DatasetStatus unbuilt(List<Condition> conditions) {
    return new DatasetStatus(
        1L,
        conditions,
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
        List.of(),
        List.of(),
        List.of(),
        null,
        null);
  }

  private static DatasetStatus built() {
    return new DatasetStatus(
        1L,
        condition("Ready", ConditionStatus.TRUE, LearningReason.DatasetBuilt, ""),
        1,
        "d",
        "pvc://a/datasets/x",
        "t",
        1700,
        500,
        100,
        1600,
        12,
        0,
        "job",
        1,
        CLOCK.instant().toString(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null);
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
        500,
        null,
        null);
  }

  private static CanaryReleaseStatus canaryStatus(String state, ConditionStatus succeeded) {
    return new CanaryReleaseStatus(
        1L,
        condition("Succeeded", succeeded, RunReason.Promoted, "bake is over"),
        state,
        "support-aaaaaaaaaa",
        "digest",
        2,
        "2/2",
        500,
        "50.0 %",
        210,
        "better-date +0.420",
        null,
        null,
        0,
        null,
        null,
        List.of(BETTER),
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
