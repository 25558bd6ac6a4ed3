package io.homeostat.operator.healing.decide;

import static io.homeostat.operator.healing.decide.RunProgressTest.decide;
import static io.homeostat.operator.healing.decide.RunProgressTest.evaluated;
import static io.homeostat.operator.healing.decide.World.world;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.healingpolicy.MaintenanceWindow;
import io.homeostat.crds.healingrun.HealingRunPlan;
import io.homeostat.crds.healingrun.HealingRunStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a repair waits for a person, for an hour of the week, or for nothing any more. */
class RunPersonTest {
  @ParameterizedTest
  @CsvSource({"BeforeTraining, 1, FINE_TUNE_JOB", "BeforeRelease, 4, CANARY_RELEASE"})
  void anApprovalIsAskedForWrittenDownAndThenActedOn(String gate, int done, RunChild next) {
    World world = world(done).withPlan(asking(gate));

    RunDecision asked = decide(world.view(null));
    assertThat(asked.create()).isNull();
    assertThat(asked.status().state()).isEqualTo("AwaitingApproval");
    assertThat(asked.status().awaiting().gate()).isEqualTo(gate);
    assertThat(asked.message()).contains("homeostat heal approve");

    RunDecision approved = decide(world.withOrder("Approve").view(asked.status()));
    assertThat(approved.create()).as("nothing before the approval is written down").isNull();
    assertThat(approved.status().awaiting()).isNull();
    assertThat(approved.status().approvals())
        .singleElement()
        .satisfies(
            approval -> {
              assertThat(approval.gate()).isEqualTo(gate);
              assertThat(approval.intervention()).isEqualTo("uid-Approve");
              assertThat(approval.reason()).isEqualTo("because (jane)");
            });

    RunDecision after = decide(world.view(approved.status()));
    assertThat(after.create()).isEqualTo(next);
    assertThat(after.status().approvals()).isEqualTo(approved.status().approvals());
  }

  @Test
  void oneApprovalOpensOneGate() {
    World world = world(3).withPlan(asking("BeforeTraining")).withOrder("Approve");
    HealingRunStatus approved =
        decide(world(1).withPlan(asking("BeforeTraining")).withOrder("Approve").view(null))
            .status();

    RunDecision later = decide(world.withEvaluation(evaluated("Inconclusive")).view(approved));

    assertThat(later.reason())
        .as("the same order does not let an inconclusive evaluation pass, too")
        .isEqualTo(RunReason.AwaitingApproval);
  }

  @Test
  void anInconclusiveEvaluationAsksAndAPersonMayLetItIntoTheCanary() {
    World world = world(3).withEvaluation(evaluated("Inconclusive"));

    RunDecision asked = decide(world.view(null));
    assertThat(asked.reason()).isEqualTo(RunReason.AwaitingApproval);
    assertThat(asked.message()).contains("gate x");

    HealingRunStatus approved = decide(world.withOrder("Approve").view(asked.status())).status();
    assertThat(decide(world.view(approved)).create()).isEqualTo(RunChild.CANARY_RELEASE);
  }

  @Test
  void gatesThatOnlyTheMonitorsJudgePassedAsk() {
    World world =
        world(3)
            .withEvaluation(
                Serialization.unmarshal(
                    """
                    conditions:
                      - {type: Succeeded, status: "True", reason: GatesPassed, message: 5 gates passed}
                      - {type: Independent, status: "False", reason: NotIndependent, message: nothing but the monitor's judge speaks of date}
                    """,
                    EvaluationStatus.class));

    RunDecision asked = decide(world.view(null));
    assertThat(asked.create()).isNull();
    assertThat(asked.message()).contains("nothing but the monitor's judge");

    HealingRunStatus approved = decide(world.withOrder("Approve").view(asked.status())).status();
    assertThat(decide(world.view(approved)).create()).isEqualTo(RunChild.CANARY_RELEASE);
  }

  @Test
  void aTrippedPoisonGuardAsksAndAnApprovalCoversWhatItFoundAndNothingElse() {
    RunDecision asked = decide(world(0).withDataset(tripped("a1", "a2")).view(null));
    assertThat(asked.reason()).isEqualTo(RunReason.AwaitingApproval);
    assertThat(asked.message()).contains("homeostat dataset inspect run-data");
    assertThat(asked.status().awaiting().findings()).containsExactly("a1", "a2");

    HealingRunStatus approved =
        decide(world(0).withDataset(tripped("a1", "a2")).withOrder("Approve").view(asked.status()))
            .status();
    RunDecision accepting = decide(world(0).withDataset(tripped("a1", "a2")).view(approved));
    assertThat(accepting.accept()).containsExactly("a1", "a2");
    assertThat(
            decide(
                    world(0)
                        .withDataset(tripped("a1", "a2"))
                        .withAccepted("a1", "a2")
                        .view(approved))
                .accept())
        .as("it is built with them already")
        .isEmpty();

    RunDecision more =
        decide(
            world(0)
                .withDataset(tripped("a3"))
                .withAccepted("a1", "a2")
                .withOrder("Approve")
                .view(approved));
    assertThat(more.status().approvals()).as("the order was for the others").hasSize(1);
    assertThat(more.reason()).isEqualTo(RunReason.AwaitingApproval);
  }

  @Test
  void correctionsThatNoReferenceConfirmsAskBeforeTraining() {
    World world = world(1).withDataset(unconfirmed());

    RunDecision asked = decide(world.view(null));
    assertThat(asked.create()).isNull();
    assertThat(asked.status().awaiting().gate()).isEqualTo("BeforeTraining");

    HealingRunStatus approved = decide(world.withOrder("Approve").view(asked.status())).status();
    assertThat(decide(world.view(approved)).create()).isEqualTo(RunChild.FINE_TUNE_JOB);
  }

  @Test
  void whatAPersonRejectsEndsTheRun() {
    World world = world(4).withPlan(asking("BeforeRelease"));

    RunDecision decision =
        decide(world.withOrder("Reject").view(decide(world.view(null)).status()));

    assertThat(decision.finished()).isTrue();
    assertThat(decision.status().state()).isEqualTo("Rejected");
    assertThat(decision.message()).contains("because (jane)");
    assertThat(RunReason.isFailure(decision.reason().name())).isFalse();
  }

  @Test
  void anApprovalThatNobodyAskedForChangesNothing() {
    RunDecision decision = decide(world(1).withOrder("Approve").view(null));

    assertThat(decision.create()).isEqualTo(RunChild.FINE_TUNE_JOB);
    assertThat(decision.status().approvals()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aPersonMayCancelUntilTheRepairIsPromoted(int done) {
    RunDecision decision = decide(world(done).begun().withOrder("Cancel").view(null));

    assertThat(decision.finished()).isTrue();
    assertThat(decision.create()).isNull();
    assertThat(decision.status().state()).isEqualTo("Cancelled");
  }

  @Test
  void aCancelledCanaryThatIsGoneAlreadyIsStillACancelledRun() {
    HealingRunStatus before = decide(world(4).begun().view(null)).status();

    assertThat(decide(world(4).withOrder("Cancel").view(before)).reason())
        .isEqualTo(RunReason.Cancelled);
  }

  @Test
  void aPromotedRepairIsNotCancelled() {
    RunDecision decision =
        decide(
            world(5)
                .withPlan(holding(600))
                .withStable(Repairs.PROPOSED, false, "e")
                .withOrder("Cancel")
                .view(null));

    assertThat(decision.finished()).isFalse();
    assertThat(decision.status().state()).isEqualTo("Holding");
  }

  @Test
  void theCanaryWaitsForAWindow() {
    MaintenanceWindow nights = new MaintenanceWindow("nights", List.of(), "22:00", 3600, "UTC");
    World world =
        world(4).withPlan(Repairs.plan("Automatic", 0, List.of(nights), Repairs.FINE_TUNE));

    RunDecision early = decide(world.view(null));
    assertThat(early.create()).isNull();
    assertThat(early.reason()).isEqualTo(RunReason.OutsideWindow);
    assertThat(early.until()).isEqualTo("2026-11-21T22:00:00Z");

    assertThat(decide(world.view(null, Instant.parse("2026-11-21T22:30:00Z"))).create())
        .isEqualTo(RunChild.CANARY_RELEASE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aDriftThatGoesAwayEndsTheRunBeforeItsCanary(int done) {
    RunDecision decision =
        decide(world(done).withMonitor(Sights.status(ConditionStatus.FALSE)).view(null));

    assertThat(decision.reason()).isEqualTo(RunReason.Recovered);
    assertThat(decision.status().state()).isEqualTo("Recovered");
    assertThat(RunReason.isFailure("Recovered")).isFalse();
  }

  @Test
  void aDriftThatNobodyCanTellOfIsNotOver() {
    World world = world(1).withMonitor(Sights.status(ConditionStatus.UNKNOWN));

    assertThat(decide(world.view(null)).create()).isEqualTo(RunChild.FINE_TUNE_JOB);
  }

  @Test
  void anotherPromptIsTakenOverAndEvaluatedAgain() {
    RunDecision decision = decide(world(3).withStable("c".repeat(64), true).view(null));

    assertThat(decision.create()).isEqualTo(RunChild.EVALUATION);
    assertThat(decision.status().rebasedOn()).isEqualTo("support-cccccccccc");
  }

  private static HealingRunPlan asking(String gate) {
    return Repairs.plan(gate, 0, List.of(), Repairs.FINE_TUNE);
  }

  private static HealingRunPlan holding(int seconds) {
    return Repairs.plan("Automatic", seconds, List.of(), Repairs.FINE_TUNE);
  }

  private static DatasetStatus tripped(String... findings) {
    String list =
        Stream.of(findings).map("{id: %s, rule: FewSources}"::formatted).collect(joining(", "));
    return dataset(
        """
        conditions: [{type: Ready, status: "False", reason: PoisonGuardTripped, message: 200 corrections of 2 keys}]
        guard: {state: Tripped, findings: [%s]}
        """
            .formatted(list));
  }

  private static DatasetStatus unconfirmed() {
    return dataset(
        """
        conditions: [{type: Ready, status: "True", reason: DatasetBuilt, message: built}]
        trainRows: 1700
        testRows: 500
        corrections: 100
        sources: 12
        replay: 1600
        guard: {state: Unconfirmed}
        """);
  }

  private static DatasetStatus dataset(String yaml) {
    return Serialization.unmarshal(yaml, DatasetStatus.class);
  }
}
