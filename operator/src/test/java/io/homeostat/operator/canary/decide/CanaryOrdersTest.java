package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.SeenCanary.START;
import static io.homeostat.operator.canary.decide.SeenCanary.UID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.operator.canary.decide.CanaryObservation.Traffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryOrdersTest {
  @Test
  void aCanaryWhoseServiceIsDeletedEnds() {
    SeenCanary seen = SeenCanary.atStep(0, 0, START);
    seen.traffic = new Traffic(false, null, null);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Aborted);

    SeenCanary early = SeenCanary.waiting();
    early.traffic = new Traffic(false, null, null);
    assertThat(early.decide().reason()).isEqualTo(CanaryReason.ModelServiceNotFound);
    assertThat(early.decide().next().state()).isEqualTo(CanaryState.Waiting);
  }

  @Test
  void aStepIsDoneWhenItsSamplesAndItsPauseAre() {
    SeenCanary enough = SeenCanary.atStep(0, 20, START).says("Continue", "Testing", 70);

    assertThat(enough.decide().reason()).isEqualTo(CanaryReason.StepCompleted);
    assertThat(enough.decide().next().weight()).isEqualTo(500);
    assertThat(enough.decide().next().samplesAtStep()).isEqualTo(70);
    assertThat(enough.decide().next().stepStartedAt()).isEqualTo(enough.now);
  }

  @Test
  void aStepIsNotDoneBeforeItsPause() {
    SeenCanary seen = SeenCanary.atStep(0, 0, START);
    seen.now = START.plusSeconds(29);

    assertThat(seen.says("Continue", "Testing", 500).decide().next()).isEqualTo(seen.before);
  }

  @ParameterizedTest
  @EnumSource(names = {"Waiting", "Progressing", "Paused", "Parked"})
  void abortEndsItBeforePromotion(CanaryState state) {
    SeenCanary seen =
        state == CanaryState.Waiting
            ? SeenCanary.waiting()
            : SeenCanary.atStep(0, 0, START).in(state);

    assertThat(seen.ordered("Abort").decide().next().state()).isEqualTo(CanaryState.Aborted);
    assertThat(seen.decide().next().weight()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"Progressing", "Paused", "Parked"})
  void aPersonMayPromoteIt(CanaryState state) {
    CanaryDecision decision = SeenCanary.atStep(0, 0, START).in(state).ordered("Promote").decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.Baking);
    assertThat(decision.reason()).isEqualTo(CanaryReason.PromotedByIntervention);
  }

  @Test
  void aKnownBreachWinsOverAnOrderToPromote() {
    CanaryDecision decision =
        SeenCanary.atStep(1, 0, START).says("RollBack", "Breach", 60).ordered("Promote").decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
  }

  @Test
  void pauseHoldsTheShareAndResumeCountsAnew() {
    SeenCanary seen =
        SeenCanary.atStep(1, 30, START).says("Promote", "AllGatesPassed", 500).ordered("Pause");
    CanaryDecision paused = seen.decide();
    assertThat(paused.next().state()).isEqualTo(CanaryState.Paused);
    assertThat(paused.next().weight()).isEqualTo(500);

    seen.before = paused.next();
    seen.order = null;
    assertThat(seen.decide().next()).isEqualTo(paused.next());

    CanaryDecision resumed = seen.ordered("Resume").decide();
    assertThat(resumed.next().state()).isEqualTo(CanaryState.Progressing);
    assertThat(resumed.next().samplesAtStep()).isEqualTo(500);
  }

  @Test
  void aPausedCanaryHasNoSessionsWhileVerdictsAreOld() {
    SeenCanary seen = SeenCanary.atStep(1, 0, START).in(CanaryState.Paused);
    seen.now = START.plusSeconds(600);

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Paused);
    assertThat(seen.decide().next().weight()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"Waiting", "Progressing", "Paused", "Parked"})
  void aChangeOfTheSpecSupersedesItBeforePromotion(CanaryState state) {
    SeenCanary seen =
        state == CanaryState.Waiting
            ? SeenCanary.waiting()
            : SeenCanary.atStep(0, 0, START).in(state);
    seen.superseded = "the spec asks for another release";

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Superseded);
    assertThat(seen.decide().next().weight()).isZero();
  }

  @Test
  void aChangeOfTheSpecEndsTheBakeAndKeepsThePromotedRelease() {
    SeenCanary seen = SeenCanary.baking();
    seen.superseded = "the spec asks for another release";

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Promoted);
    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.BakeEndedByChange);
  }

  @Test
  void bakesUntilItsTimeIsOver() {
    SeenCanary seen = SeenCanary.baking();
    seen.now = START.plusSeconds(599);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Baking);

    seen.now = START.plusSeconds(600);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Promoted);
    assertThat(seen.decide().next().weight()).isEqualTo(1000);
  }

  @Test
  void theBakeDoesNotEndBeforeThePlanHasPromotedIt() {
    SeenCanary seen = SeenCanary.baking();
    seen.traffic = new Traffic(true, "old", UID);
    seen.now = START.plusSeconds(6000);

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Baking);
  }

  @Test
  void aBreachDuringTheBakeRollsBack() {
    CanaryDecision decision = SeenCanary.baking().says("RollBack", "Breach", 300).decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
    assertThat(decision.next().promotedAt()).isEqualTo(START);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Abort", "Rollback"})
  void anOrderDuringTheBakeRollsBack(String action) {
    CanaryDecision decision = SeenCanary.baking().ordered(action).decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
    assertThat(decision.reason()).isEqualTo(CanaryReason.RolledBackByIntervention);
  }

  @Test
  void anEndedCanaryIsNotDecidedAgain() {
    SeenCanary seen = SeenCanary.atStep(0, 0, START).in(CanaryState.RolledBack);

    assertThatThrownBy(seen::decide).hasMessageContaining("RolledBack");
  }

  @Test
  void theSameObservationGivesTheSameDecisionAfterARestart() {
    SeenCanary seen = SeenCanary.atStep(1, 50, START).says("Promote", "AllGatesPassed", 200);

    assertThat(seen.decide()).isEqualTo(seen.decide());
  }
}
