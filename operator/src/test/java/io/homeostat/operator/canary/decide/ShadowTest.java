package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.SeenCanary.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlan.Shadow;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.Ref;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strategy Shadow and dry runs. */
class ShadowTest {
  private static final CanaryPlan PLAN =
      new CanaryPlan(
          SeenCanary.PLAN.steps(),
          null,
          "0.05",
          200,
          600,
          50,
          3600,
          120,
          new Shadow(300, 150),
          null,
          null,
          null,
          null,
          null);

  @Test
  void strategyShadowComparesPairsBeforeAnySessionMoves() {
    SeenCanary seen = SeenCanary.by(rules("Shadow", false));
    CanaryDecision started = seen.decide();
    assertThat(started.next().weight()).isZero();
    assertThat(started.next().shadow()).isEqualTo(300);
    assertThat(started.message()).contains("step 1 of 3 in shadow of 30% of the requests");

    seen.before = started.next();
    seen.now = START.plusSeconds(60);
    assertThat(seen.says("Continue", "Testing", 0).pairs(149).decide().reason())
        .isEqualTo(CanaryReason.Testing);
    CanaryDecision first = seen.says("Continue", "Testing", 0).pairs(150).decide();
    assertThat(first.reason()).isEqualTo(CanaryReason.StepCompleted);
    assertThat(first.next().weight()).isEqualTo(100);
    assertThat(first.next().shadow()).isZero();
  }

  @Test
  void harmInShadowRollsBackBeforeAnySessionMoves() {
    SeenCanary seen = SeenCanary.by(rules("Shadow", false)).step(0, 0, START);

    assertThat(seen.breached(0, "quality").decide().next().state())
        .isEqualTo(CanaryState.RolledBack);
  }

  @Test
  void aParkedShadowGetsNoRequestsUntilVerdictsReturn() {
    SeenCanary seen = SeenCanary.by(rules("Shadow", false)).step(0, 0, START);
    seen.now = START.plusSeconds(600);
    CanaryDecision parked = seen.decide();
    assertThat(parked.next().shadow()).isZero();

    seen.before = parked.next();
    assertThat(seen.says("Continue", "Testing", 0).decide().next().shadow()).isEqualTo(300);
  }

  @Test
  void aDryRunEndsWithItsVerdictAndIsNeverPromoted() {
    SeenCanary seen = SeenCanary.by(rules(null, true)).step(0, 0, START);
    assertThat(seen.before.weight()).isZero();
    assertThat(seen.rules.steps()).hasSize(1);
    assertThat(seen.says("Promote", "AllGatesPassed", 0).pairs(149).decide().reason())
        .isEqualTo(CanaryReason.Testing);

    CanaryDecision passed = seen.says("Promote", "AllGatesPassed", 0).pairs(150).decide();
    assertThat(passed.next().state()).isEqualTo(CanaryState.Completed);
    assertThat(passed.reason()).isEqualTo(CanaryReason.DryRunPassed);
    assertThat(passed.next().weight()).isZero();
  }

  @Test
  void aDryRunHasNoSessionsToWaitFor() {
    SeenCanary seen = SeenCanary.by(rules(null, true)).step(0, 0, START);

    assertThat(seen.says("Continue", "InsufficientUnits", 0).pairs(150).decide().reason())
        .isEqualTo(CanaryReason.DryRunPassed);
  }

  @Test
  void aDryRunThatShowsHarmFailsWithoutARollback() {
    SeenCanary seen = SeenCanary.by(rules(null, true)).step(0, 0, START);
    CanaryDecision failed = seen.breached(0, "quality").decide();

    assertThat(failed.next().state()).isEqualTo(CanaryState.Completed);
    assertThat(failed.reason()).isEqualTo(CanaryReason.DryRunFailed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Promote", "Resume"})
  void anOrderDoesNotPromoteADryRun(String action) {
    SeenCanary seen = SeenCanary.by(rules(null, true)).step(0, 0, START);

    assertThat(seen.says("Continue", "Testing", 0).ordered(action).decide().next().state())
        .isEqualTo(CanaryState.Progressing);
  }

  @Test
  void anUndecidedDryRunEndsAtTheDeadlineWithoutARollback() {
    SeenCanary seen = SeenCanary.by(rules(null, true)).step(0, 0, START);
    seen.now = START.plusSeconds(3600);

    assertThat(seen.says("Continue", "Testing", 0).decide().next().state())
        .isEqualTo(CanaryState.Completed);
    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.DeadlineExceeded);
  }

  @Test
  void aServiceWithShadowTrafficInItsPlanMakesShadowCanaries() {
    assertThat(CanaryDefaults.canary(new Ref("s"), "r", PLAN).strategy()).isEqualTo("Shadow");
    assertThat(
            CanaryDefaults.canary(new Ref("s"), "r", CanaryDefaults.complete(null, List.of()))
                .strategy())
        .isNull();
  }

  private static CanaryRules rules(String strategy, boolean dryRun) {
    return CanaryRules.of(
        new CanaryReleaseSpec(new Ref("support"), new Ref("new"), PLAN, strategy, dryRun, null));
  }
}
