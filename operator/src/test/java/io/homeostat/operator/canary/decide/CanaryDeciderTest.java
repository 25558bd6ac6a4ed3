package io.homeostat.operator.canary.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlan.Step;
import io.homeostat.events.CanaryVerdict;
import io.homeostat.operator.canary.decide.CanaryObservation.Candidate;
import io.homeostat.operator.canary.decide.CanaryObservation.Order;
import io.homeostat.operator.canary.decide.CanaryObservation.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryDeciderTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final String UID = "canary-uid";
  private static final String FINGERPRINT = "f".repeat(64);
  private static final CanaryPlan PLAN =
      new CanaryPlan(
          List.of(new Step(100, 50, 30), new Step(500, 100, 0)), null, "0.05", 200, 600, 50, 3600, 120);
  private static final CanaryRules RULES = CanaryRules.of(PLAN);

  /** One canary with everything as it should be; each test changes what it is about. */
  private static final class Seen {
    CanaryProgress before = CanaryProgress.of(null);
    Candidate candidate = new Candidate("new", FINGERPRINT, true, "");
    Traffic traffic = new Traffic(true, "old", UID);
    CanaryVerdict verdict;
    Order order;
    String superseded;
    String stopped;
    Instant now = START;

    static Seen waiting() {
      return new Seen();
    }

    static Seen atStep(int number, long samplesAtStep, Instant since) {
      Seen seen = new Seen();
      seen.before =
          new CanaryProgress(
              CanaryState.Progressing,
              "old",
              RULES.digest(),
              number,
              RULES.step(number).weight(),
              START,
              since,
              samplesAtStep,
              null);
      seen.now = since.plusSeconds(60);
      return seen;
    }

    static Seen baking() {
      Seen seen = atStep(1, 0, START);
      seen.before = seen.before.promoted(50, START);
      seen.traffic = new Traffic(true, "new", UID);
      return seen;
    }

    Seen in(CanaryState state) {
      before = before.held(state, state == CanaryState.Parked ? 0 : before.weight());
      return this;
    }

    Seen says(String decision, String reason, long units) {
      verdict =
          new CanaryVerdict(
              1, "ns/c", UID, "ns/s", now.minusSeconds(2).toEpochMilli(), FINGERPRINT, RULES.digest(),
              decision, reason, "evidence in words", units, units + 10, List.of());
      return this;
    }

    Seen ordered(String action) {
      order = new Order(action, "because");
      return this;
    }

    CanaryDecision decide() {
      return CanaryDecider.decide(
          new CanaryObservation(
              UID,
              RULES,
              before,
              candidate,
              traffic,
              Optional.ofNullable(verdict),
              Optional.ofNullable(order),
              Optional.ofNullable(superseded),
              Optional.ofNullable(stopped),
              now));
    }
  }

  @Test
  void waitsUntilTheSlotIsItsOwn() {
    Seen seen = Seen.waiting();
    seen.traffic = new Traffic(true, "old", "another");

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.WaitingForSlot);
    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void waitsUntilTheCandidateIsProven() {
    Seen seen = Seen.waiting();
    seen.candidate = new Candidate("new", FINGERPRINT, false, "no engine pod is ready");

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.CandidateNotReady);
    assertThat(seen.decide().message()).contains("no engine pod is ready");
    assertThat(seen.decide().next().weight()).isZero();
  }

  @Test
  void namesAMissingCandidateInsteadOfFailing() {
    Seen seen = Seen.waiting();
    seen.candidate = new Candidate("new", null, false, null);

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.CandidateNotFound);
    assertThat(seen.decide().message()).contains("Release 'new'");
  }

  @Test
  void aCanaryWhoseServiceIsDeletedEnds() {
    Seen seen = Seen.atStep(0, 0, START);
    seen.traffic = new Traffic(false, null, null);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Aborted);

    Seen early = Seen.waiting();
    early.traffic = new Traffic(false, null, null);
    assertThat(early.decide().reason()).isEqualTo(CanaryReason.ModelServiceNotFound);
    assertThat(early.decide().next().state()).isEqualTo(CanaryState.Waiting);
  }

  @Test
  void doesNotStartWhileNewCanariesAreStopped() {
    Seen seen = Seen.waiting();
    seen.stopped = "the chart's value paused stops new canaries";

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.NewCanariesStopped);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Waiting);
  }

  @Test
  void startsAtTheFirstStepAndPinsStableAndPlan() {
    CanaryProgress next = Seen.waiting().decide().next();

    assertThat(next.state()).isEqualTo(CanaryState.Progressing);
    assertThat(next.weight()).isEqualTo(100);
    assertThat(next.stable()).isEqualTo("old");
    assertThat(next.planDigest()).isEqualTo(RULES.digest());
    assertThat(next.startedAt()).isEqualTo(START);
  }

  @Test
  void comparesStableWithItselfWhenAUserWantsTo() {
    Seen seen = Seen.waiting();
    seen.candidate = new Candidate("old", FINGERPRINT, true, "");

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Progressing);
  }

  @Test
  void aStepIsDoneWhenItsSamplesAndItsPauseAre() {
    Seen enough = Seen.atStep(0, 20, START).says("Continue", "Testing", 70);

    assertThat(enough.decide().reason()).isEqualTo(CanaryReason.StepCompleted);
    assertThat(enough.decide().next().weight()).isEqualTo(500);
    assertThat(enough.decide().next().samplesAtStep()).isEqualTo(70);
    assertThat(enough.decide().next().stepStartedAt()).isEqualTo(enough.now);
  }

  @Test
  void aStepIsNotDoneOneSampleEarly() {
    Seen seen = Seen.atStep(0, 20, START).says("Continue", "Testing", 69);

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void aStepIsNotDoneBeforeItsPause() {
    Seen seen = Seen.atStep(0, 0, START);
    seen.now = START.plusSeconds(29);

    assertThat(seen.says("Continue", "Testing", 500).decide().next()).isEqualTo(seen.before);
  }

  @Test
  void promotionWaitsForTheLastStep() {
    Seen seen = Seen.atStep(0, 0, START).says("Promote", "AllGatesPassed", 5000);

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.StepCompleted);
  }

  @Test
  void promotesAtTheLastStepOnAFreshVerdict() {
    CanaryDecision decision = Seen.atStep(1, 50, START).says("Promote", "AllGatesPassed", 200).decide();

    assertThat(decision.reason()).isEqualTo(CanaryReason.AllGatesPassed);
    assertThat(decision.next().state()).isEqualTo(CanaryState.Baking);
    assertThat(decision.next().weight()).isEqualTo(950);
  }

  @Test
  void doesNotPromoteOnFewerSamplesThanThePlanAsksFor() {
    Seen seen = Seen.atStep(1, 0, START).says("Promote", "AllGatesPassed", 199);

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SampleRatioMismatch", "MissingOutcomes", "JudgeNotTrusted", "InsufficientUnits"})
  void inconclusiveNeverPromotes(String reason) {
    Seen seen = Seen.atStep(1, 0, START).says("Inconclusive", reason, 5000);

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SampleRatioMismatch", "MissingOutcomes", "JudgeNotTrusted"})
  void dataThatCannotBeTrustedAllowNoFurtherStep(String reason) {
    Seen seen = Seen.atStep(0, 0, START).says("Inconclusive", reason, 5000);

    assertThat(seen.decide().next()).isEqualTo(seen.before);
    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.Inconclusive);
  }

  @ParameterizedTest
  @EnumSource(names = {"Progressing", "Paused", "Parked"})
  void aBreachRollsBackFromEveryTestingState(CanaryState state) {
    CanaryDecision decision = Seen.atStep(1, 0, START).in(state).says("RollBack", "Breach", 60).decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
    assertThat(decision.next().weight()).isZero();
    assertThat(decision.message()).isEqualTo("evidence in words");
  }

  @Test
  void aBreachCountsHoweverOldItIs() {
    Seen seen = Seen.atStep(1, 0, START).says("RollBack", "Breach", 60);
    seen.now = START.plus(Duration.ofMinutes(50));

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.RolledBack);
  }

  @Test
  void aVerdictForAnotherUidIsNone() {
    Seen seen = Seen.atStep(1, 0, START).says("RollBack", "Breach", 60);
    seen.verdict = copy(seen.verdict, "another-uid", FINGERPRINT, RULES.digest());

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void aVerdictForAnotherFingerprintIsNone() {
    Seen seen = Seen.atStep(1, 0, START).says("Promote", "AllGatesPassed", 500);
    seen.verdict = copy(seen.verdict, UID, "e".repeat(64), RULES.digest());

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void aVerdictForAnotherPlanIsNone() {
    Seen seen = Seen.atStep(1, 0, START).says("Promote", "AllGatesPassed", 500);
    seen.verdict = copy(seen.verdict, UID, FINGERPRINT, "d".repeat(64));

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void parksAtWeightZeroWhenVerdictsGrowOldAndDoesNotReject() {
    Seen seen = Seen.atStep(1, 0, START).says("Continue", "Testing", 60);
    seen.now = START.plusSeconds(60 + 121);
    CanaryDecision parked = seen.decide();

    assertThat(parked.next().state()).isEqualTo(CanaryState.Parked);
    assertThat(parked.next().weight()).isZero();
    assertThat(parked.next().step()).isEqualTo(1);
  }

  @Test
  void givesTheMonitorTheSameTimeBeforeItsFirstVerdict() {
    Seen seen = Seen.atStep(0, 0, START);
    seen.now = START.plusSeconds(119);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Progressing);

    seen.now = START.plusSeconds(120);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Parked);
  }

  @Test
  void resumesAtItsStepWhenVerdictsReturn() {
    Seen seen = Seen.atStep(1, 0, START).in(CanaryState.Parked).says("Continue", "Testing", 60);
    CanaryDecision resumed = seen.decide();

    assertThat(resumed.reason()).isEqualTo(CanaryReason.DataReturned);
    assertThat(resumed.next().weight()).isEqualTo(500);
    assertThat(resumed.next().samplesAtStep()).isEqualTo(60);
  }

  @Test
  void staysParkedWhileVerdictsAreOld() {
    Seen seen = Seen.atStep(1, 0, START).in(CanaryState.Parked);

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void rollsBackWhenTheDeadlinePassesUndecided() {
    Seen seen = Seen.atStep(1, 0, START);
    seen.now = START.plusSeconds(3600);
    seen.says("Continue", "Testing", 150);

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.RolledBack);
    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.DeadlineExceeded);
  }

  @ParameterizedTest
  @EnumSource(names = {"Waiting", "Progressing", "Paused", "Parked"})
  void abortEndsItBeforePromotion(CanaryState state) {
    Seen seen = state == CanaryState.Waiting ? Seen.waiting() : Seen.atStep(0, 0, START).in(state);

    assertThat(seen.ordered("Abort").decide().next().state()).isEqualTo(CanaryState.Aborted);
    assertThat(seen.decide().next().weight()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"Progressing", "Paused", "Parked"})
  void aPersonMayPromoteIt(CanaryState state) {
    CanaryDecision decision = Seen.atStep(0, 0, START).in(state).ordered("Promote").decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.Baking);
    assertThat(decision.reason()).isEqualTo(CanaryReason.PromotedByIntervention);
  }

  @Test
  void aKnownBreachWinsOverAnOrderToPromote() {
    CanaryDecision decision =
        Seen.atStep(1, 0, START).says("RollBack", "Breach", 60).ordered("Promote").decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
  }

  @Test
  void pauseHoldsTheShareAndResumeCountsAnew() {
    Seen seen = Seen.atStep(1, 30, START).says("Promote", "AllGatesPassed", 500).ordered("Pause");
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
    Seen seen = Seen.atStep(1, 0, START).in(CanaryState.Paused);
    seen.now = START.plusSeconds(600);

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Paused);
    assertThat(seen.decide().next().weight()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"Waiting", "Progressing", "Paused", "Parked"})
  void aChangeOfTheSpecSupersedesItBeforePromotion(CanaryState state) {
    Seen seen = state == CanaryState.Waiting ? Seen.waiting() : Seen.atStep(0, 0, START).in(state);
    seen.superseded = "the spec asks for another release";

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Superseded);
    assertThat(seen.decide().next().weight()).isZero();
  }

  @Test
  void aChangeOfTheSpecEndsTheBakeAndKeepsThePromotedRelease() {
    Seen seen = Seen.baking();
    seen.superseded = "the spec asks for another release";

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Promoted);
    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.BakeEndedByChange);
  }

  @Test
  void bakesUntilItsTimeIsOver() {
    Seen seen = Seen.baking();
    seen.now = START.plusSeconds(599);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Baking);

    seen.now = START.plusSeconds(600);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Promoted);
    assertThat(seen.decide().next().weight()).isEqualTo(1000);
  }

  @Test
  void theBakeDoesNotEndBeforeThePlanHasPromotedIt() {
    Seen seen = Seen.baking();
    seen.traffic = new Traffic(true, "old", UID);
    seen.now = START.plusSeconds(6000);

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Baking);
  }

  @Test
  void aBreachDuringTheBakeRollsBack() {
    CanaryDecision decision = Seen.baking().says("RollBack", "Breach", 300).decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
    assertThat(decision.next().promotedAt()).isEqualTo(START);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Abort", "Rollback"})
  void anOrderDuringTheBakeRollsBack(String action) {
    CanaryDecision decision = Seen.baking().ordered(action).decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
    assertThat(decision.reason()).isEqualTo(CanaryReason.RolledBackByIntervention);
  }

  @Test
  void anEndedCanaryIsNotDecidedAgain() {
    Seen seen = Seen.atStep(0, 0, START).in(CanaryState.RolledBack);

    assertThatThrownBy(seen::decide).hasMessageContaining("RolledBack");
  }

  @Test
  void theSameObservationGivesTheSameDecisionAfterARestart() {
    Seen seen = Seen.atStep(1, 50, START).says("Promote", "AllGatesPassed", 200);

    assertThat(seen.decide()).isEqualTo(seen.decide());
  }

  @Test
  void aUserPlanWithoutFiguresIsResolvedByTheDocumentedDefaults() {
    CanaryRules rules = CanaryRules.of(null);

    assertThat(rules.steps()).extracting(CanaryRules.StepRule::weight).containsExactly(50, 500);
    assertThat(rules.minimumSamples()).isEqualTo(200);
    assertThat(rules.bake()).hasSeconds(600);
    assertThat(rules.holdback()).isEqualTo(50);
    assertThat(rules.deadline()).hasDays(1);
    assertThat(rules.parkAfter()).hasSeconds(300);
  }

  @Test
  void aCompletedPlanComparesEveryCapabilityAndErrors() {
    assertThat(CanaryDefaults.complete(null, List.of("date", "ticket")).analysis())
        .extracting(CanaryPlan.Analysis::name)
        .containsExactly("quality-date", "quality-ticket", "errors");
  }

  private static CanaryVerdict copy(CanaryVerdict v, String uid, String fingerprint, String digest) {
    return new CanaryVerdict(
        1, v.subject(), uid, v.service(), v.asOfMillis(), fingerprint, digest, v.decision(), v.reason(),
        v.message(), v.candidateUnits(), v.stableUnits(), v.metrics());
  }
}
