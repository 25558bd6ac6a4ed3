package io.homeostat.operator.healing.decide;

import static io.homeostat.operator.healing.decide.World.CLOCK;
import static io.homeostat.operator.healing.decide.World.condition;
import static io.homeostat.operator.healing.decide.World.unbuilt;
import static io.homeostat.operator.healing.decide.World.world;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.operator.learning.decide.JobFailure;
import io.homeostat.operator.learning.decide.LearningReason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunProgressTest {
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
            "Merged",
            "Released",
            "Evaluated",
            "Canaried",
            "Held",
            "Succeeded");
    assertThat(decision.status().conditions())
        .allSatisfy(c -> assertThat(c.getStatus()).isEqualTo("True"));
    assertThat(RunProgress.isFinished(decision.status())).isTrue();
  }

  /** A release with another adapter became stable here; a canary that runs decides for itself. */
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
    RunDecision decision = decide(world.withStable("c".repeat(64), false).view(null));

    assertThat(decision.finished()).isTrue();
    assertThat(decision.create()).isNull();
    assertThat(decision.reason()).isIn(RunReason.Superseded);
    assertThat(decision.status().state()).isEqualTo("Superseded");
    assertThat(Conditions.isFalse(decision.status().conditions(), condition)).isTrue();
    assertThat(Conditions.isFalse(decision.status().conditions(), "Succeeded")).isTrue();
  }

  @Test
  void aRunningCanaryDecidesForItselfWhateverIsStable() {
    RunDecision decision = decide(world(4).begun().withStable(Repairs.PROPOSED, false).view(null));

    assertThat(decision.finished()).isFalse();
    assertThat(decision.status().state()).isEqualTo("Canary");
  }

  @Test
  void aMissingPlanIsWaitedFor() {
    RunDecision decision = decide(world(1).withStable(null, false).view(null));

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
        unbuilt(
            condition(
                "Ready", ConditionStatus.FALSE, JobFailure.JobFailed, "found 12 corrections"));

    RunDecision decision = decide(world(0).withDataset(failed).view(null));

    assertThat(decision.reason()).isEqualTo(RunReason.DatasetFailed);
    assertThat(decision.message()).contains("found 12 corrections");
  }

  @Test
  void aTrippedPoisonGuardEndsTheRun() {
    DatasetStatus tripped =
        unbuilt(
            condition(
                "Ready",
                ConditionStatus.FALSE,
                LearningReason.PoisonGuardTripped,
                "200 corrections of 'date' by 2 sources"));

    RunDecision decision = decide(world(0).withDataset(tripped).view(null));

    assertThat(decision.reason()).isEqualTo(RunReason.DatasetFailed);
    assertThat(decision.message()).contains("200 corrections of 'date' by 2 sources");
  }

  @Test
  void aDatasetThatWaitsForAReferenceDoesNotEndTheRun() {
    DatasetStatus waiting =
        unbuilt(
            condition("Ready", ConditionStatus.FALSE, LearningReason.NoArtifactsClaim, "no claim"));

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
            null,
            null,
            null);

    RunDecision decision = decide(world(1).withFineTune(failed).view(null));

    assertThat(decision.reason()).isEqualTo(RunReason.TrainingFailed);
    assertThat(decision.message()).contains("OutOfMemory", "raise resources.limits.memory");
  }

  @Test
  void gatesThatFailEndTheRun() {
    assertThat(decide(world(3).withEvaluation(evaluated("Fail")).view(null)).reason())
        .isEqualTo(RunReason.GatesFailed);
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
  void whereGitChoosesTheAdapterTheRunEndsWithTheLinesToCommit() {
    RunDecision decision = decide(world(4).withCommit("spec:\n  adapter: …").view(null));

    assertThat(decision.reason()).isEqualTo(RunReason.AwaitingGit);
    assertThat(decision.create()).as("no canary").isNull();
    assertThat(decision.status().state()).isEqualTo("AwaitingGit");
    assertThat(decision.message()).contains("Git").endsWith("spec:\n  adapter: …");
    assertThat(decide(world(4).begun().withCommit("…").view(null)).reason())
        .as("a canary that runs is followed")
        .isEqualTo(RunReason.CanaryRunning);
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

  static RunDecision decide(RunView view) {
    return new RunProgress(CLOCK).decide(view);
  }

  static EvaluationStatus evaluated(String verdict) {
    return new EvaluationStatus(
        1L,
        condition("Succeeded", ConditionStatus.FALSE, LearningReason.GatesFailed, "gate x"),
        "job",
        verdict,
        verdict + ": gate x",
        10,
        1,
        null,
        null,
        null,
        null,
        null);
  }
}
