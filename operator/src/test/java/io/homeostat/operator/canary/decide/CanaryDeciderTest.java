package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.SeenCanary.FINGERPRINT;
import static io.homeostat.operator.canary.decide.SeenCanary.RULES;
import static io.homeostat.operator.canary.decide.SeenCanary.START;
import static io.homeostat.operator.canary.decide.SeenCanary.UID;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.operator.canary.decide.CanaryObservation.Candidate;
import io.homeostat.operator.canary.decide.CanaryObservation.Traffic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryDeciderTest {
  @Test
  void waitsUntilTheSlotIsItsOwn() {
    SeenCanary seen = SeenCanary.waiting();
    seen.traffic = new Traffic(true, "old", "another");

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.WaitingForSlot);
    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void waitsUntilTheCandidateIsProven() {
    SeenCanary seen = SeenCanary.waiting();
    seen.candidate = new Candidate("new", FINGERPRINT, false, "no engine pod is ready");

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.CandidateNotReady);
    assertThat(seen.decide().message()).contains("no engine pod is ready");
    assertThat(seen.decide().next().weight()).isZero();
  }

  @Test
  void namesAMissingCandidateInsteadOfFailing() {
    SeenCanary seen = SeenCanary.waiting();
    seen.candidate = new Candidate("new", null, false, null);

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.CandidateNotFound);
    assertThat(seen.decide().message()).contains("Release 'new'");
  }

  @Test
  void doesNotStartWhileNewCanariesAreStopped() {
    SeenCanary seen = SeenCanary.waiting();
    seen.stopped = "the chart's value paused stops new canaries";

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.NewCanariesStopped);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Waiting);
  }

  @Test
  void startsAtTheFirstStepAndPinsStableAndPlan() {
    CanaryProgress next = SeenCanary.waiting().decide().next();

    assertThat(next.state()).isEqualTo(CanaryState.Progressing);
    assertThat(next.weight()).isEqualTo(100);
    assertThat(next.stable()).isEqualTo("old");
    assertThat(next.planDigest()).isEqualTo(RULES.digest());
    assertThat(next.startedAt()).isEqualTo(START);
  }

  @Test
  void comparesStableWithItselfWhenAUserWantsTo() {
    SeenCanary seen = SeenCanary.waiting();
    seen.candidate = new Candidate("old", FINGERPRINT, true, "");

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Progressing);
  }

  @Test
  void aStepIsNotDoneOneSampleEarly() {
    SeenCanary seen = SeenCanary.atStep(0, 20, START).says("Continue", "Testing", 69);

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void promotionWaitsForTheLastStep() {
    SeenCanary seen = SeenCanary.atStep(0, 0, START).says("Promote", "AllGatesPassed", 5000);

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.StepCompleted);
  }

  @Test
  void promotesAtTheLastStepOnAFreshVerdict() {
    CanaryDecision decision =
        SeenCanary.atStep(1, 50, START).says("Promote", "AllGatesPassed", 200).decide();

    assertThat(decision.reason()).isEqualTo(CanaryReason.AllGatesPassed);
    assertThat(decision.next().state()).isEqualTo(CanaryState.Baking);
    assertThat(decision.next().weight()).isEqualTo(950);
  }

  @Test
  void doesNotPromoteOnFewerSamplesThanThePlanAsksFor() {
    SeenCanary seen = SeenCanary.atStep(1, 0, START).says("Promote", "AllGatesPassed", 199);

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SampleRatioMismatch", "MissingOutcomes", "JudgeNotTrusted", "InsufficientUnits"})
  void inconclusiveNeverPromotes(String reason) {
    SeenCanary seen = SeenCanary.atStep(1, 0, START).says("Inconclusive", reason, 5000);

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SampleRatioMismatch", "MissingOutcomes", "JudgeNotTrusted"})
  void dataThatCannotBeTrustedAllowNoFurtherStep(String reason) {
    SeenCanary seen = SeenCanary.atStep(0, 0, START).says("Inconclusive", reason, 5000);

    assertThat(seen.decide().next()).isEqualTo(seen.before);
    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.Inconclusive);
  }

  @ParameterizedTest
  @EnumSource(names = {"Progressing", "Paused", "Parked"})
  void aBreachRollsBackFromEveryTestingState(CanaryState state) {
    CanaryDecision decision =
        SeenCanary.atStep(1, 0, START).in(state).says("RollBack", "Breach", 60).decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
    assertThat(decision.next().weight()).isZero();
    assertThat(decision.message()).isEqualTo("evidence in words");
  }

  @Test
  void aBreachCountsHoweverOldItIs() {
    SeenCanary seen = SeenCanary.atStep(1, 0, START).says("RollBack", "Breach", 60);
    seen.now = START.plus(Duration.ofMinutes(50));

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.RolledBack);
  }

  @Test
  void aVerdictForAnotherUidIsNone() {
    SeenCanary seen = SeenCanary.atStep(1, 0, START).says("RollBack", "Breach", 60);
    seen.verdict = SeenCanary.copy(seen.verdict, "another-uid", FINGERPRINT, RULES.digest());

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void aVerdictForAnotherFingerprintIsNone() {
    SeenCanary seen = SeenCanary.atStep(1, 0, START).says("Promote", "AllGatesPassed", 500);
    seen.verdict = SeenCanary.copy(seen.verdict, UID, "e".repeat(64), RULES.digest());

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void aVerdictForAnotherPlanIsNone() {
    SeenCanary seen = SeenCanary.atStep(1, 0, START).says("Promote", "AllGatesPassed", 500);
    seen.verdict = SeenCanary.copy(seen.verdict, UID, FINGERPRINT, "d".repeat(64));

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void parksAtWeightZeroWhenVerdictsGrowOldAndDoesNotReject() {
    SeenCanary seen = SeenCanary.atStep(1, 0, START).says("Continue", "Testing", 60);
    seen.now = START.plusSeconds(60 + 121);
    CanaryDecision parked = seen.decide();

    assertThat(parked.next().state()).isEqualTo(CanaryState.Parked);
    assertThat(parked.next().weight()).isZero();
    assertThat(parked.next().step()).isEqualTo(1);
  }

  @Test
  void givesTheMonitorTheSameTimeBeforeItsFirstVerdict() {
    SeenCanary seen = SeenCanary.atStep(0, 0, START);
    seen.now = START.plusSeconds(119);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Progressing);

    seen.now = START.plusSeconds(120);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Parked);
  }

  @Test
  void resumesAtItsStepWhenVerdictsReturn() {
    SeenCanary seen =
        SeenCanary.atStep(1, 0, START).in(CanaryState.Parked).says("Continue", "Testing", 60);
    CanaryDecision resumed = seen.decide();

    assertThat(resumed.reason()).isEqualTo(CanaryReason.DataReturned);
    assertThat(resumed.next().weight()).isEqualTo(500);
    assertThat(resumed.next().samplesAtStep()).isEqualTo(60);
  }

  @Test
  void staysParkedWhileVerdictsAreOld() {
    SeenCanary seen = SeenCanary.atStep(1, 0, START).in(CanaryState.Parked);

    assertThat(seen.decide().next()).isEqualTo(seen.before);
  }

  @Test
  void rollsBackWhenTheDeadlinePassesUndecided() {
    SeenCanary seen = SeenCanary.atStep(1, 0, START);
    seen.now = START.plusSeconds(3600);
    seen.says("Continue", "Testing", 150);

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.RolledBack);
    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.DeadlineExceeded);
  }

  @Test
  void aUserPlanWithoutFiguresIsResolvedByTheDocumentedDefaults() {
    CanaryRules rules = CanaryRules.of((CanaryPlan) null);

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
        .extracting(Analysis::name)
        .containsExactly("quality-date", "quality-ticket", "errors");
  }
}
