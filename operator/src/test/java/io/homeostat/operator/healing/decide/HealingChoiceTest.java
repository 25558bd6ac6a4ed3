package io.homeostat.operator.healing.decide;

import static io.homeostat.operator.healing.decide.Sights.CLOCK;
import static io.homeostat.operator.healing.decide.Sights.NOW;
import static io.homeostat.operator.healing.decide.Sights.SERVICE;
import static io.homeostat.operator.healing.decide.Sights.date;
import static io.homeostat.operator.healing.decide.Sights.drifting;
import static io.homeostat.operator.healing.decide.Sights.seen;
import static io.homeostat.operator.healing.decide.Sights.spec;
import static io.homeostat.operator.healing.decide.Sights.status;
import static io.homeostat.operator.healing.decide.Sights.stream;
import static io.homeostat.operator.healing.decide.Sights.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.healingpolicy.HealingPolicyStatus;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealingChoiceTest {

  @Test
  void aConfirmedDriftStartsOneRunThatPinsStable() {
    HealingDecision decision = decide(seen("Heal", drifting(date("ExpectedAnswers"))));

    assertThat(decision)
        .isInstanceOfSatisfying(
            HealingDecision.Start.class,
            start -> {
              assertThat(start.run().drift())
                  .isEqualTo(
                      new HealingRunSpec.Drift(
                          "support",
                          "date",
                          "Quality",
                          "0.410",
                          "0.960",
                          "2026-11-21T07:50:00Z",
                          "ExpectedAnswers",
                          null));
              assertThat(start.run().stableRelease()).isEqualTo("support-aaaaaaaaaa");
              assertThat(start.run().stableFingerprint()).isEqualTo(Repairs.STABLE);
              assertThat(start.run().healingPolicyRef()).isEqualTo(new Ref("heal"));
              assertThat(start.name()).matches("support-[0-9a-f]{8}");
            });
  }

  @Test
  void decidingTwiceAboutOneDriftGivesOneName() {
    HealingObservation seen = seen("Heal", drifting(date("ExpectedAnswers")));

    assertThat(((HealingDecision.Start) decide(seen)).name())
        .isEqualTo(((HealingDecision.Start) decide(seen)).name());
  }

  @Test
  void anotherAttemptAtTheSameDriftHasAnotherName() {
    HealingObservation first = seen("Heal", drifting(date("ExpectedAnswers")));
    String name = ((HealingDecision.Start) decide(first)).name();
    RunSummary failed = Repairs.ended(name, "heal", NOW.minusSeconds(7201), "GatesFailed");
    HealingObservation afterFailure = with(first, List.of(failed), null, false);
    HealingObservation afterDeletion =
        new HealingObservation(
            first.name(),
            first.spec(),
            first.monitor(),
            first.service(),
            List.of(),
            Set.of(name),
            null,
            Sights.NOTHING,
            null,
            false);

    assertThat(((HealingDecision.Start) decide(afterFailure)).name()).isNotEqualTo(name);
    assertThat(((HealingDecision.Start) decide(afterDeletion)).name())
        .as("a deleted run's Dataset is still there")
        .isNotEqualTo(name);
  }

  @Test
  void aRepairThatWaitsForACommitIsNotMadeTwice() {
    HealingObservation seen = seen("Heal", drifting(date("ExpectedAnswers")));
    RunSummary waits = awaitingGit(Repairs.STABLE);
    RunSummary ofAnotherStable = awaitingGit("b".repeat(64));

    assertThat(decide(with(seen, List.of(waits), null, false)).reason())
        .isEqualTo(HealingReason.AwaitingGit);
    assertThat(decide(with(seen, List.of(ofAnotherStable), null, false)))
        .isInstanceOf(HealingDecision.Start.class);
  }

  private static RunSummary awaitingGit(String stable) {
    return Repairs.ended("own-1", "heal", NOW.minusSeconds(36_000), "AwaitingGit", stable);
  }

  @Test
  void observeModeSaysWhatItWouldDo() {
    HealingDecision decision = decide(seen("Observe", drifting(date("ExpectedAnswers"))));

    assertThat(decision).isInstanceOf(HealingDecision.Observed.class);
    assertThat(decision.message())
        .contains(
            "'date' fell by 0.410",
            "would try an adapter trained on corrections",
            "spec.mode to Heal");
  }

  @Test
  void aCauseThatIsNotListedIsNotRepaired() {
    assertThat(decide(seen("Heal", drifting(date("Unknown")))).reason())
        .isEqualTo(HealingReason.CauseNotListed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Release", "InputMix", "InputShift", "Judge", "Upstream"})
  void eachCauseThatIsNotListedIsNamedAndNotRepaired(String cause) {
    HealingDecision decision = decide(seen("Heal", drifting(date(cause))));
    assertThat(decision.reason()).isEqualTo(HealingReason.CauseNotListed);
    assertThat(decision.message()).contains("cause " + cause);
  }

  @Test
  void aSmallDropIsNotRepaired() {
    assertThat(
            decide(
                    seen(
                        "Heal",
                        drifting(stream("date", "Quality", "0.960", "0.930", "ExpectedAnswers"))))
                .reason())
        .isEqualTo(HealingReason.DropBelowMinimum);
  }

  @Test
  void errorsAreNotRepairedByTraining() {
    assertThat(
            decide(seen("Heal", drifting(stream("date", "Errors", "0.99", "0.5", "Unknown"))))
                .reason())
        .isEqualTo(HealingReason.SignalNotRepairable);
  }

  @Test
  void theNextDriftIsTakenWhenTheDeepestIsNotRepairable() {
    HealingDecision decision =
        decide(
            seen(
                "Heal",
                drifting(
                    stream("units", "Quality", "0.9", "0.1", "Unknown"), date("ExpectedAnswers"))));

    assertThat(((HealingDecision.Start) decision).run().drift().capability()).isEqualTo("date");
  }

  @Test
  void noDriftAndNotKnowingAreTwoThings() {
    assertThat(decide(seen("Heal", status(ConditionStatus.FALSE))).reason())
        .isEqualTo(HealingReason.NoDrift);
    assertThat(
            decide(seen("Heal", status(ConditionStatus.UNKNOWN, date("ExpectedAnswers")))).reason())
        .isEqualTo(HealingReason.DriftUnknown);
    assertThat(decide(seen("Heal", null)).reason()).isEqualTo(HealingReason.DriftUnknown);
  }

  @Test
  void nothingStartsOverACanaryOrAnotherRepair() {
    HealingObservation seen = seen("Heal", drifting(date("ExpectedAnswers")));
    RunSummary other = Repairs.ended("other-1", "another", null, null);
    RunSummary own = Repairs.ended("own-1", "heal", null, null);

    assertThat(decide(with(seen, List.of(), "support-x", false)).reason())
        .isEqualTo(HealingReason.CanaryRunning);
    assertThat(decide(with(seen, List.of(other), null, false)))
        .isInstanceOf(HealingDecision.Held.class);
    assertThat(decide(with(seen, List.of(other), null, false)).reason())
        .isEqualTo(HealingReason.RunActive);
    assertThat(decide(with(seen, List.of(own), null, false)))
        .isInstanceOfSatisfying(
            HealingDecision.Healing.class, h -> assertThat(h.run()).isEqualTo("own-1"));
  }

  @Test
  void aFinishedRunStartsTheCooldown() {
    HealingObservation seen = seen("Heal", drifting(date("ExpectedAnswers")));
    RunSummary failed = Repairs.ended("own-1", "heal", NOW.minusSeconds(10), "GatesFailed");

    HealingDecision decision = decide(with(seen, List.of(failed), null, false));

    assertThat(decision)
        .isInstanceOfSatisfying(
            HealingDecision.Held.class,
            held -> assertThat(held.until()).isEqualTo("2026-11-21T09:59:50Z"));
    assertThat(decision.message())
        .contains(
            "own-1", "GatesFailed", "2026-11-21T09:59:50Z", "raised to 7200 s", "this one failed");
  }

  @Test
  void aSupersededRunStartsNoCooldown() {
    HealingObservation seen = seen("Heal", drifting(date("ExpectedAnswers")));
    RunSummary superseded = Repairs.ended("own-1", "heal", NOW.minusSeconds(10), "Superseded");

    assertThat(decide(with(seen, List.of(superseded), null, false)))
        .isInstanceOf(HealingDecision.Start.class);
  }

  @Test
  void whatIsStoppedStaysStopped() {
    HealingObservation seen = seen("Heal", drifting(date("ExpectedAnswers")));
    HealingObservation suspended = seen(spec("Heal", true), seen.monitor().status(), SERVICE);
    HealingObservation serviceSuspended =
        seen(
            seen.spec(),
            seen.monitor().status(),
            new HealingObservation.Service("support", true, "r", Repairs.STABLE, null));

    assertThat(decide(with(seen, List.of(), null, true)).reason()).isEqualTo(HealingReason.Paused);
    assertThat(decide(suspended).reason()).isEqualTo(HealingReason.Suspended);
    assertThat(decide(serviceSuspended).reason()).isEqualTo(HealingReason.ModelServiceSuspended);
  }

  @Test
  void aServiceWithoutStableIsNotRepaired() {
    HealingObservation seen = seen("Heal", drifting(date("ExpectedAnswers")));
    HealingObservation fresh =
        seen(
            seen.spec(),
            seen.monitor().status(),
            new HealingObservation.Service("support", false, null, null, null));

    assertThat(decide(fresh).reason()).isEqualTo(HealingReason.NoStableRelease);
  }

  @Test
  void missingReferencesAreConditionsWithARemedy() {
    HealingObservation seen = seen("Heal", null);
    HealingObservation noMonitor = without(seen, null);
    HealingObservation noService = without(seen, seen.monitor());

    assertThat(decide(noMonitor).reason()).isEqualTo(HealingReason.DriftMonitorNotFound);
    assertThat(decide(noMonitor).message()).contains("'support'", "create it");
    assertThat(decide(noService).reason()).isEqualTo(HealingReason.ModelServiceNotFound);
    HealingPolicyStatus status =
        new HealingStatuses(CLOCK).of(null, 1L, decide(noMonitor), noMonitor);
    assertThat(Conditions.isFalse(status.conditions(), "Ready")).isTrue();
  }

  @Test
  void theStatusNamesTheRunAndTheOneBefore() {
    HealingObservation seen = seen("Heal", drifting(date("ExpectedAnswers")));
    RunSummary failed = Repairs.ended("own-1", "heal", NOW.minusSeconds(10), "GatesFailed");
    HealingObservation cooling = with(seen, List.of(failed), null, false);

    HealingPolicyStatus started = new HealingStatuses(CLOCK).of(null, 1L, decide(seen), seen);
    HealingPolicyStatus cooldown =
        new HealingStatuses(CLOCK).of(started, 1L, decide(cooling), cooling);

    assertThat(started.state()).isEqualTo("Healing");
    assertThat(started.activeRun()).isEqualTo(((HealingDecision.Start) decide(seen)).name());
    assertThat(Conditions.isTrue(started.conditions(), "Triggered")).isTrue();
    assertThat(cooldown.state()).isEqualTo("Cooldown");
    assertThat(cooldown.activeRun()).isNull();
    assertThat(cooldown.lastRun()).isEqualTo("own-1");
    assertThat(cooldown.lastOutcome()).isEqualTo("GatesFailed");
    assertThat(HealingStatuses.changed(started, cooldown)).isTrue();
    assertThat(HealingStatuses.changed(cooldown, cooldown)).isFalse();
  }

  private static HealingObservation without(
      HealingObservation seen, HealingObservation.Monitor monitor) {
    return new HealingObservation(
        "heal", seen.spec(), monitor, null, List.of(), Set.of(), null, Sights.NOTHING, null, false);
  }

  private static HealingDecision decide(HealingObservation seen) {
    return new HealingChoice(CLOCK).decide(seen);
  }
}
