package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.CanaryRelease;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Orders of people, carried out on a real API server. */
class InterventionApiIT extends OneRepair {
  @Test
  void pauseResumeAndAbortAreCarriedOutOnceAndInOrder() {
    repair.canary("run-canary", repair.release());
    repair.state("run-canary", "Progressing");
    stage.order("a-pause", "CanaryRelease", "run-canary", "Pause", null);
    repair.state("run-canary", "Paused");
    repair.outcome("a-pause", "True", "CarriedOut");
    stage.verdict("run-canary", "Promote", "AllGatesPassed", 400);

    stage.order("b-resume", "CanaryRelease", "run-canary", "Resume", null);
    repair.outcome("b-resume", "True", "CarriedOut");

    stage.order("c-abort", "CanaryRelease", "run-canary", "Abort", null);
    repair.outcome("c-abort", "True", "CarriedOut");
    eventually()
        .untilAsserted(() -> assertThat(stage.plan("support").getSpec().routes()).hasSize(1));
    assertThat(stage.plan("support").getSpec().stable())
        .isNotEqualTo(stage.get(CanaryRelease.class, "run-canary").getSpec().candidateRef().name());
  }

  @Test
  void aPersonMayPromoteAndRollTheServiceBack() {
    String old = stage.plan("support").getSpec().stable();
    String release = repair.release();
    repair.canary("run-canary", release);
    repair.state("run-canary", "Progressing");
    stage.order("promote", "CanaryRelease", "run-canary", "Promote", null);
    repair.outcome("promote", "True", "CarriedOut");
    repair.state("run-canary", "Promoted");
    eventually()
        .untilAsserted(
            () -> assertThat(stage.plan("support").getSpec().stable()).isEqualTo(release));

    stage.order("back", "ModelService", "support", "Rollback", null);
    repair.outcome("back", "True", "CarriedOut");
    assertThat(stage.plan("support").getSpec().stable()).isEqualTo(old);
    stage.order("back-again", "ModelService", "support", "Rollback", null);
    repair.outcome("back-again", "False", "NothingToDo");
  }

  @Test
  void anOrderThatCannotBeCarriedOutSaysWhy() {
    repair.canary("run-canary", repair.release());
    repair.state("run-canary", "Progressing");
    stage.order("nobody", "CanaryRelease", "missing", "Pause", null);
    repair.outcome("nobody", "False", "TargetNotFound");
    stage.order(
        "late", "CanaryRelease", "run-canary", "Pause", Instant.now().minusSeconds(60).toString());
    repair.outcome("late", "False", "Expired");
    assertThat(stage.get(CanaryRelease.class, "run-canary").getStatus().state())
        .isEqualTo("Progressing");
    stage.order("retry", "ModelService", "support", "Retry", null);
    repair.outcome("retry", "False", "NothingToDo");
  }

  @Test
  void aRestartedOperatorDoesNotRepeatAnOrder() {
    repair.canary("run-canary", repair.release());
    repair.state("run-canary", "Progressing");
    stage.order("a-pause", "CanaryRelease", "run-canary", "Pause", null);
    repair.outcome("a-pause", "True", "CarriedOut");
    stage.order("b-resume", "CanaryRelease", "run-canary", "Resume", null);
    repair.outcome("b-resume", "True", "CarriedOut");
    stage.stop();
    stage.start();

    stage.verdict("run-canary", "Continue", "Testing", 60);
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.get(CanaryRelease.class, "run-canary").getStatus().step())
                    .isEqualTo(1));
    assertThat(stage.get(CanaryRelease.class, "run-canary").getStatus().state())
        .isEqualTo("Progressing");
  }
}
