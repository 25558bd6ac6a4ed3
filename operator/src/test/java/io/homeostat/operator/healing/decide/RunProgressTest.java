package io.homeostat.operator.healing.decide;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.homeostat.operator.learning.decide.JobFailure;
import io.homeostat.operator.learning.decide.LearningReason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunProgressTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC);

  /** What exists when the operator comes back, and the one object that it then makes, if any. */
  static Stream<Arguments> killedHere() {
    return Stream.of(
        Arguments.of("before anything was made", world(0), RunChild.DATASET, "CollectingData"),
        Arguments.of("while the dataset was built", world(0).begun(), null, "CollectingData"),
        Arguments.of("with the dataset built", world(1), RunChild.FINE_TUNE_JOB, "Training"),
        Arguments.of("while the adapter was trained", world(1).begun(), null, "Training"),
        Arguments.of("with the adapter trained", world(2), RunChild.RELEASE, "Releasing"),
        Arguments.of("while the adapter was proven", world(2).begun(), null, "Releasing"),
        Arguments.of("with the release proven", world(3), RunChild.EVALUATION, "Evaluating"),
        Arguments.of("while the release was evaluated", world(3).begun(), null, "Evaluating"),
        Arguments.of("with the gates passed", world(4), RunChild.CANARY_RELEASE, "Canary"),
        Arguments.of("while the canary ran", world(4).begun(), null, "Canary"));
  }

  @ParameterizedTest(name = "killed {0}")
  @MethodSource("killedHere")
  void aRestartGoesOnWithWhatExistsEvenWithoutAStatus(
      String when, World world, RunChild made, String state) {
    for (HealingRunStatus before :
        new HealingRunStatus[] {null, decide(world.view(null)).status()}) {
      RunDecision decision = decide(world.view(before));

      assertThat(decision.create()).isEqualTo(made);
      assertThat(decision.status().state()).isEqualTo(state);
      assertThat(decision.finished()).isFalse();
      assertThat(
              Conditions.find(decision.status().conditions(), "Succeeded")
                  .orElseThrow()
                  .getStatus())
          .isEqualTo("Unknown");
    }
  }

  @Test
  void aPromotedCanaryHealsAndTellsItsEffect() {
    RunDecision decision = decide(world(5).view(null));

    assertThat(decision.finished()).isTrue();
    assertThat(decision.status().state()).isEqualTo("Succeeded");
    assertThat(decision.status().effect()).isEqualTo("0.420 [0.350, 0.480]");
    assertThat(decision.status().finishedAt()).isEqualTo("2026-11-21T08:00:00Z");
    assertThat(decision.status().conditions())
        .extracting(Condition::getType)
        .containsExactly(
            "Attributed",
            "DatasetReady",
            "Trained",
            "Released",
            "Evaluated",
            "Canaried",
            "Succeeded");
    assertThat(decision.status().conditions())
        .allSatisfy(c -> assertThat(c.getStatus()).isEqualTo("True"));
    assertThat(RunProgress.isFinished(decision.status())).isTrue();
  }

  /** Another release became stable here; the repair ends unless a canary decides already. */
  static Stream<Arguments> supersededHere() {
    return Stream.of(
        Arguments.of(world(0), "DatasetReady"),
        Arguments.of(world(0).begun(), "DatasetReady"),
        Arguments.of(world(1), "Trained"),
        Arguments.of(world(2), "Released"),
        Arguments.of(world(3), "Evaluated"),
        Arguments.of(world(3).begun(), "Evaluated"),
        Arguments.of(world(4), "Canaried"));
  }

  @ParameterizedTest
  @MethodSource("supersededHere")
  void anotherStableEndsTheRun(World world, String condition) {
    RunDecision decision = decide(world.withStable("c".repeat(64)).view(null));

    assertThat(decision.finished()).isTrue();
    assertThat(decision.create()).isNull();
    assertThat(decision.reason()).isIn(RunReason.Superseded);
    assertThat(decision.status().state()).isEqualTo("Superseded");
    assertThat(Conditions.isFalse(decision.status().conditions(), condition)).isTrue();
    assertThat(Conditions.isFalse(decision.status().conditions(), "Succeeded")).isTrue();
  }

  @Test
  void aRunningCanaryDecidesForItselfWhateverIsStable() {
    RunDecision decision = decide(world(4).begun().withStable(Repairs.PROPOSED).view(null));

    assertThat(decision.finished()).isFalse();
    assertThat(decision.status().state()).isEqualTo("Canary");
  }

  @Test
  void aMissingPlanIsWaitedFor() {
    RunDecision decision = decide(world(1).withStable(null).view(null));

    assertThat(decision.finished()).isFalse();
    assertThat(decision.create()).isNull();
    assertThat(decision.reason()).isEqualTo(RunReason.NoTrafficPlan);
  }

  @Test
  void aDeletedServiceEndsTheRun() {
    assertThat(decide(world(1).withoutService().view(null)).reason())
        .isEqualTo(RunReason.ModelServiceGone);
  }

  @Test
  void aFailedDatasetEndsTheRunWithItsLastWords() {
    DatasetStatus failed =
        new DatasetStatus(
            1L,
            condition("Ready", ConditionStatus.FALSE, JobFailure.JobFailed, "found 12 corrections"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "job");

    RunDecision decision = decide(world(0).withDataset(failed).view(null));

    assertThat(decision.reason()).isEqualTo(RunReason.DatasetFailed);
    assertThat(decision.message()).contains("found 12 corrections");
  }

  @Test
  void aDatasetThatWaitsForAReferenceDoesNotEndTheRun() {
    DatasetStatus waiting =
        new DatasetStatus(
            1L,
            condition("Ready", ConditionStatus.FALSE, LearningReason.NoArtifactsClaim, "no claim"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    RunDecision decision = decide(world(0).withDataset(waiting).view(null));

    assertThat(decision.finished()).isFalse();
    assertThat(decision.message()).contains("no claim");
  }

  @Test
  void aFailedTrainingEndsTheRunWithItsLastWords() {
    FineTuneJobStatus failed =
        new FineTuneJobStatus(
            1L,
            condition(
                "Succeeded",
                ConditionStatus.FALSE,
                JobFailure.OutOfMemory,
                "raise resources.limits.memory"),
            "job",
            null,
            null,
            null,
            null,
            null,
            null);

    RunDecision decision = decide(world(1).withFineTune(failed).view(null));

    assertThat(decision.reason()).isEqualTo(RunReason.TrainingFailed);
    assertThat(decision.message()).contains("OutOfMemory", "raise resources.limits.memory");
  }

  @Test
  void gatesThatFailAndGatesThatCannotTellBothEndTheRun() {
    assertThat(decide(world(3).withEvaluation(evaluated("Fail")).view(null)).reason())
        .isEqualTo(RunReason.GatesFailed);
    assertThat(decide(world(3).withEvaluation(evaluated("Inconclusive")).view(null)).reason())
        .isEqualTo(RunReason.GatesInconclusive);
    assertThat(decide(world(3).withEvaluation(evaluated(null)).view(null)).reason())
        .isEqualTo(RunReason.GatesFailed);
  }

  @Test
  void whatWasRejectedOnceIsNotReleasedAgain() {
    RunDecision decision = decide(world(2).withRejected(Repairs.PROPOSED).view(null));

    assertThat(decision.reason()).isEqualTo(RunReason.RejectedBefore);
    assertThat(decision.create()).isNull();
  }

  @Test
  void anAdapterThatStableServesAlreadyIsNoRelease() {
    assertThat(decide(world(2).withProposed(Repairs.STABLE).view(null)).reason())
        .isEqualTo(RunReason.NothingToRelease);
  }

  @Test
  void aPausedChartStartsNoCanary() {
    RunDecision decision = decide(world(4).withPause().view(null));

    assertThat(decision.create()).isNull();
    assertThat(decision.finished()).isFalse();
    assertThat(decision.reason()).isEqualTo(RunReason.Paused);
  }

  @Test
  void aDeletedCanaryIsAbortedAndNotMadeAgain() {
    HealingRunStatus before = decide(world(4).begun().view(null)).status();

    RunDecision decision = decide(world(4).view(before));

    assertThat(before.canaryRelease()).isEqualTo("run-canary");
    assertThat(decision.reason()).isEqualTo(RunReason.Aborted);
    assertThat(decision.finished()).isTrue();
  }

  /** The canary's end and the run's. */
  static Stream<Arguments> canaryEnds() {
    return Stream.of(
        Arguments.of("RolledBack", RunReason.RolledBack, "Failed"),
        Arguments.of("Aborted", RunReason.Aborted, "Failed"),
        Arguments.of("Superseded", RunReason.Superseded, "Superseded"));
  }

  @ParameterizedTest
  @MethodSource("canaryEnds")
  void aCanaryThatEndsOtherwiseEndsTheRun(String canary, RunReason reason, String state) {
    RunDecision decision = decide(world(4).withCanary(canary, ConditionStatus.FALSE).view(null));

    assertThat(decision.reason()).isEqualTo(reason);
    assertThat(decision.status().state()).isEqualTo(state);
    assertThat(decision.status().effect()).isNull();
  }

  private static RunDecision decide(RunView view) {
    return new RunProgress(CLOCK).decide(view);
  }

  private static EvaluationStatus evaluated(String verdict) {
    return new EvaluationStatus(
        1L,
        condition("Succeeded", ConditionStatus.FALSE, LearningReason.GatesFailed, "gate x"),
        "job",
        verdict,
        10,
        null,
        null);
  }

  private static List<Condition> condition(
      String type, ConditionStatus status, Enum<?> reason, String message) {
    return Conditions.from(List.of(), 1L, CLOCK).with(type, status, reason, message).list();
  }

  /**
   * A repair of which the first steps are done, and the next one's object may exist without a
   * status.
   */
  private static World world(int done) {
    DatasetStatus dataset =
        new DatasetStatus(
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
            "job");
    FineTuneJobStatus tuned =
        new FineTuneJobStatus(
            1L,
            condition("Succeeded", ConditionStatus.TRUE, LearningReason.AdapterTrained, ""),
            "job",
            "100%",
            null,
            "0.01",
            new FineTuneJobStatus.Artifact("run-tune-1", "pvc://a/adapters/run-tune-1", "e"),
            null,
            null);
    ReleaseStatus proven =
        new ReleaseStatus(
            1L, condition("Ready", ConditionStatus.TRUE, RunReason.AdapterProven, ""), List.of());
    EvaluationStatus passed =
        new EvaluationStatus(
            1L,
            condition(
                "Succeeded", ConditionStatus.TRUE, LearningReason.GatesPassed, "5 gates passed"),
            "job",
            "Pass",
            500,
            null,
            null);
    return new World(
        Repairs.STABLE,
        true,
        List.of(),
        done >= 2 ? Repairs.PROPOSED : null,
        done >= 1 ? new Child<>("run-data", true, dataset) : Child.absent("run-data"),
        done >= 2 ? new Child<>("run-tune", true, tuned) : Child.absent("run-tune"),
        done >= 3
            ? new Child<>("support-bbbbbbbbbb", true, proven)
            : Child.absent("support-bbbbbbbbbb"),
        done >= 4 ? new Child<>("run-eval", true, passed) : Child.absent("run-eval"),
        done >= 5
            ? new Child<>("run-canary", true, World.canaryStatus("Promoted", ConditionStatus.TRUE))
            : Child.absent("run-canary"),
        false);
  }

  private record World(
      String stable,
      boolean service,
      List<String> rejected,
      String proposed,
      Child<DatasetStatus> dataset,
      Child<FineTuneJobStatus> fineTune,
      Child<ReleaseStatus> release,
      Child<EvaluationStatus> evaluation,
      Child<CanaryReleaseStatus> canary,
      boolean paused) {
    /** The next object exists and has no status yet. */
    World begun() {
      if (!dataset.exists()) {
        return withDataset(null);
      }
      if (!fineTune.exists()) {
        return withFineTune(null);
      }
      if (!release.exists()) {
        return new World(
            stable,
            service,
            rejected,
            proposed,
            dataset,
            fineTune,
            new Child<>(release.name(), true, null),
            evaluation,
            canary,
            paused);
      }
      return !evaluation.exists()
          ? withEvaluation(null)
          : new World(
              stable,
              service,
              rejected,
              proposed,
              dataset,
              fineTune,
              release,
              evaluation,
              new Child<>(canary.name(), true, null),
              paused);
    }

    World withStable(String fingerprint) {
      return new World(
          fingerprint,
          service,
          rejected,
          proposed,
          dataset,
          fineTune,
          release,
          evaluation,
          canary,
          paused);
    }

    World withoutService() {
      return new World(
          stable,
          false,
          rejected,
          proposed,
          dataset,
          fineTune,
          release,
          evaluation,
          canary,
          paused);
    }

    World withRejected(String fingerprint) {
      return new World(
          stable,
          service,
          List.of(fingerprint),
          proposed,
          dataset,
          fineTune,
          release,
          evaluation,
          canary,
          paused);
    }

    World withProposed(String fingerprint) {
      return new World(
          stable,
          service,
          rejected,
          fingerprint,
          dataset,
          fineTune,
          release,
          evaluation,
          canary,
          paused);
    }

    World withPause() {
      return new World(
          stable,
          service,
          rejected,
          proposed,
          dataset,
          fineTune,
          release,
          evaluation,
          canary,
          true);
    }

    World withDataset(DatasetStatus status) {
      return new World(
          stable,
          service,
          rejected,
          proposed,
          new Child<>("run-data", true, status),
          fineTune,
          release,
          evaluation,
          canary,
          paused);
    }

    World withFineTune(FineTuneJobStatus status) {
      return new World(
          stable,
          service,
          rejected,
          proposed,
          dataset,
          new Child<>("run-tune", true, status),
          release,
          evaluation,
          canary,
          paused);
    }

    World withEvaluation(EvaluationStatus status) {
      return new World(
          stable,
          service,
          rejected,
          proposed,
          dataset,
          fineTune,
          release,
          new Child<>("run-eval", true, status),
          canary,
          paused);
    }

    World withCanary(String state, ConditionStatus succeeded) {
      return new World(
          stable,
          service,
          rejected,
          proposed,
          dataset,
          fineTune,
          release,
          evaluation,
          new Child<>("run-canary", true, canaryStatus(state, succeeded)),
          paused);
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
          paused);
    }

    static CanaryReleaseStatus canaryStatus(String state, ConditionStatus succeeded) {
      var better =
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
              210);
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
          List.of(better));
    }
  }
}
