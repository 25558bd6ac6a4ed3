package io.homeostat.operator.intervention.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.healingrun.HealingRunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of an order for a HealingRun, from the run's status alone. */
class HealingOrderTest {
  @ParameterizedTest(name = "{0} of {1}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Approve | {state: AwaitingApproval, awaiting: {gate: BeforeTraining}} | UNKNOWN | Pending
          Reject  | {state: AwaitingApproval, awaiting: {gate: BeforeTraining}} | UNKNOWN | Pending
          Approve | {state: Training, approvals: [{gate: BeforeTraining, intervention: uid}]} | TRUE | CarriedOut
          Approve | {state: Training, approvals: [{gate: BeforeTraining, intervention: other}]} | FALSE | NotApplicable
          Reject  | {state: Training} | FALSE | NotApplicable
          Cancel  | {state: Training} | UNKNOWN | Pending
          Cancel  | {state: Holding, conditions: [{type: Canaried, status: "True"}]} | FALSE | NotApplicable
          Cancel  | {state: Cancelled, conditions: [{type: Succeeded, status: "False"}]} | TRUE | CarriedOut
          Reject  | {state: Rejected, conditions: [{type: Succeeded, status: "False"}]} | TRUE | CarriedOut
          Reject  | {state: Cancelled, conditions: [{type: Succeeded, status: "False"}]} | FALSE | TargetFinished
          Cancel  | {state: Succeeded, conditions: [{type: Succeeded, status: "True"}]} | FALSE | TargetFinished
          """)
  void theRunsStatusIsTheRecord(
      String action, String status, ConditionStatus succeeded, InterventionReason reason) {
    Outcome outcome =
        HealingOrder.of(
            action,
            "run",
            true,
            Serialization.unmarshal("---\n" + status, HealingRunStatus.class),
            "uid");

    assertThat(outcome.succeeded()).isEqualTo(succeeded);
    assertThat(outcome.reason()).isEqualTo(reason);
    assertThat(outcome.message()).contains("'run'");
  }

  @Test
  void aRunThatIsNotThereIsSaid() {
    assertThat(HealingOrder.of("Cancel", "run", false, null, "uid").reason())
        .isEqualTo(InterventionReason.TargetNotFound);
  }

  @Test
  void aRunWithoutAStatusIsWaitedFor() {
    assertThat(HealingOrder.of("Cancel", "run", true, null, "uid").succeeded())
        .isEqualTo(ConditionStatus.UNKNOWN);
  }
}
