package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.SeenCanary.START;
import static io.homeostat.operator.canary.decide.SeenCanary.UID;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlan.Step;
import io.homeostat.operator.canary.decide.CanaryObservation.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds a canary, and what lets it go on. */
class CanaryHoldsTest {
  private static final CanaryPlan MANUAL =
      plan(List.of(new Step(100, 50, 0, true), new Step(500, 100, 0)), null);
  private static final CanaryPlan REVIEWED = plan(SeenCanary.PLAN.steps(), null);

  @Test
  void aManualStepWaitsForAPersonWhenItIsComplete() {
    SeenCanary seen = SeenCanary.by(MANUAL).step(0, 0, START);
    assertThat(seen.says("Continue", "Testing", 49).decide().reason())
        .isEqualTo(CanaryReason.Testing);

    CanaryDecision waits = seen.says("Continue", "Testing", 60).decide();
    assertThat(waits.next().state()).isEqualTo(CanaryState.Paused);
    assertThat(waits.next().weight()).isEqualTo(100);
    assertThat(waits.reason()).isEqualTo(CanaryReason.StepWaits);

    seen.before = waits.next();
    assertThat(seen.decide().next()).isEqualTo(waits.next());
  }

  @Test
  void resumeLetsAManualStepPassOnce() {
    SeenCanary seen = SeenCanary.by(MANUAL).step(0, 0, START).says("Continue", "Testing", 60);
    seen.before = seen.decide().next();
    CanaryDecision passed = seen.ordered("Resume").decide();
    assertThat(passed.reason()).isEqualTo(CanaryReason.StepPassed);

    seen.before = passed.next();
    seen.order = null;
    CanaryDecision next = seen.decide();
    assertThat(next.reason()).isEqualTo(CanaryReason.StepCompleted);
    assertThat(next.next().step()).isEqualTo(1);
    assertThat(next.next().weight()).isEqualTo(500);
  }

  @Test
  void aFirstStepWithoutPodsIsNeitherParkedNorLate() {
    SeenCanary seen = SeenCanary.by(REVIEWED).step(0, 0, START);
    seen.traffic = lackingPods(0);
    CanaryDecision waits = seen.decide();
    assertThat(waits.reason()).isEqualTo(CanaryReason.WaitingForPods);
    assertThat(waits.message()).isEqualTo("0 of 1 ready");
    assertThat(waits.next().weight()).as("what it still asks for").isEqualTo(100);

    seen.before = waits.next();
    seen.now = START.plus(Duration.ofDays(30));
    assertThat(seen.decide().next()).isEqualTo(waits.next());

    seen.traffic = new Traffic(true, "old", UID);
    CanaryDecision begins = seen.decide();
    assertThat(begins.reason()).isEqualTo(CanaryReason.PodsReady);
    assertThat(begins.next().stepStartedAt()).isEqualTo(seen.now);

    seen.before = begins.next();
    seen.now = seen.now.plusSeconds(30);
    assertThat(seen.says("Continue", "Testing", 1).decide().reason())
        .isEqualTo(CanaryReason.Testing);
  }

  @Test
  void aCandidateWithSessionsIsParkedOnStaleVerdictsThoughItWaitsForMorePods() {
    SeenCanary seen = SeenCanary.by(REVIEWED).step(1, 0, START).says("Continue", "Testing", 60);
    seen.traffic = lackingPods(100);
    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.WaitingForPods);

    seen.now = START.plus(Duration.ofHours(1)).minusSeconds(1);
    CanaryDecision parked = seen.decide();
    assertThat(parked.next().state()).isEqualTo(CanaryState.Parked);
    assertThat(parked.next().weight()).isZero();
  }

  @Test
  void aBreachAndAnOrderCountWhileItWaitsForPods() {
    SeenCanary seen = SeenCanary.by(REVIEWED).step(1, 0, START).breached(60, "errors");
    seen.traffic = lackingPods(100);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.RolledBack);

    seen.says("Continue", "Testing", 60);
    assertThat(seen.ordered("Pause").decide().next().state()).isEqualTo(CanaryState.Paused);
    assertThat(seen.ordered("Abort").decide().next().state()).isEqualTo(CanaryState.Aborted);
  }

  private static Traffic lackingPods(int given) {
    return new Traffic(
        true,
        "old",
        UID,
        null,
        Optional.empty(),
        Optional.of(new PodWait(given, given + " of 1 ready")));
  }

  @Test
  void aBreachOfQualityAlonePausesForReviewWhereThatIsDeclared() {
    SeenCanary seen = SeenCanary.by(REVIEWED).step(1, 0, START).breached(60, "quality");
    CanaryDecision paused = seen.decide();

    assertThat(paused.next().state()).isEqualTo(CanaryState.Paused);
    assertThat(paused.reason()).isEqualTo(CanaryReason.ReviewNeeded);
    assertThat(paused.message()).contains("Abort").contains("Promote or Resume");
  }

  @Test
  void aBreachOfAnObjectiveMetricRollsBackWhateverElseIsToBeReviewed() {
    CanaryDecision decision =
        SeenCanary.by(REVIEWED).step(1, 0, START).breached(60, "quality", "errors").decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
  }

  @Test
  void aBreachThatNamesNoMetricRollsBack() {
    CanaryDecision decision = SeenCanary.by(REVIEWED).step(1, 0, START).breached(60).decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
  }

  @Test
  void anAcceptedBreachIsNotToldAgainAndOnlyAPersonPromotes() {
    SeenCanary seen = SeenCanary.by(REVIEWED).step(1, 0, START).breached(500, "quality");
    seen.before = seen.decide().next();
    CanaryDecision accepted = seen.ordered("Resume").decide();
    assertThat(accepted.reason()).isEqualTo(CanaryReason.BreachAccepted);

    seen.before = accepted.next();
    seen.order = null;
    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.WaitingForPromotion);

    CanaryDecision promoted = seen.ordered("Promote").decide();
    assertThat(promoted.next().state()).isEqualTo(CanaryState.Baking);
    seen.before = promoted.next();
    seen.order = null;
    seen.traffic = new Traffic(true, "new", UID);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Baking);
    assertThat(seen.breached(600, "quality", "errors").decide().next().state())
        .isEqualTo(CanaryState.RolledBack);
  }

  @Test
  void promotingDuringAReviewAcceptsTheBreachForTheBake() {
    SeenCanary seen = SeenCanary.by(REVIEWED).step(1, 0, START).breached(500, "quality");
    seen.before = seen.decide().next();
    seen.before = seen.ordered("Promote").decide().next();
    seen.order = null;
    seen.traffic = new Traffic(true, "new", UID);

    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Baking);
  }

  @Test
  void everyBreachDuringTheBakeRollsBack() {
    SeenCanary seen = SeenCanary.by(REVIEWED).step(1, 0, START).says("Promote", "x", 500);
    seen.before = seen.decide().next();
    seen.traffic = new Traffic(true, "new", UID);

    assertThat(seen.breached(600, "quality").decide().next().state())
        .isEqualTo(CanaryState.RolledBack);
  }

  @Test
  void timeInWhichItIsPausedDoesNotCountTowardsTheDeadline() {
    SeenCanary seen = SeenCanary.by(SeenCanary.PLAN).step(1, 0, START);
    seen.before = seen.ordered("Pause").decide().next();
    seen.now = START.plus(Duration.ofHours(5));
    seen.says("Continue", "Testing", 60);
    CanaryDecision resumed = seen.ordered("Resume").decide();
    assertThat(resumed.reason()).isEqualTo(CanaryReason.ResumedByIntervention);
    assertThat(resumed.next().hold().seconds()).isEqualTo(Duration.ofHours(5).toSeconds() - 60);

    seen.before = resumed.next();
    seen.order = null;
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Progressing);

    seen.now = START.plus(Duration.ofHours(6)).minusSeconds(60);
    assertThat(seen.says("Continue", "Testing", 60).decide().reason())
        .isEqualTo(CanaryReason.DeadlineExceeded);
  }

  @Test
  void timeInWhichItIsParkedDoesNotCountTowardsTheDeadline() {
    SeenCanary seen = SeenCanary.by(SeenCanary.PLAN).step(1, 0, START);
    seen.now = START.plusSeconds(600);
    seen.before = seen.decide().next();
    assertThat(seen.before.state()).isEqualTo(CanaryState.Parked);

    seen.now = START.plus(Duration.ofHours(10));
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Parked);
    assertThat(seen.says("Continue", "Testing", 60).decide().reason())
        .isEqualTo(CanaryReason.DataReturned);
  }

  @Test
  void aSplitByHandPausesItAndItGoesOnByItselfAfterwards() {
    SeenCanary seen = SeenCanary.by(SeenCanary.PLAN).step(1, 0, START);
    seen.says("Promote", "AllGatesPassed", 500);
    seen.traffic =
        new Traffic(true, "old", UID, null, Optional.of("300 permille by order"), Optional.empty());
    CanaryDecision paused = seen.decide();
    assertThat(paused.next().state()).isEqualTo(CanaryState.Paused);
    assertThat(paused.message()).isEqualTo("300 permille by order");

    seen.before = paused.next();
    assertThat(seen.decide().next()).isEqualTo(paused.next());
    seen.traffic = new Traffic(true, "old", UID);
    CanaryDecision released = seen.decide();
    assertThat(released.reason()).isEqualTo(CanaryReason.TrafficReleased);
    assertThat(released.next().weight()).isEqualTo(500);
  }

  @Test
  void dataThatAllowNoDecisionRollBackWhereThatIsDeclared() {
    SeenCanary seen = SeenCanary.by(plan(SeenCanary.PLAN.steps(), "Rollback")).step(1, 0, START);

    assertThat(seen.says("Inconclusive", "SampleRatioMismatch", 500).decide().next().state())
        .isEqualTo(CanaryState.RolledBack);
    assertThat(seen.says("Inconclusive", "InsufficientUnits", 500).decide().next().state())
        .isEqualTo(CanaryState.Progressing);
  }

  private static CanaryPlan plan(List<Step> steps, String onInconclusive) {
    return new CanaryPlan(
        steps,
        List.of(
            new Analysis(
                "quality",
                "Quality",
                null,
                null,
                "NonInferiority",
                "0.05",
                null,
                null,
                null,
                "PauseForReview",
                null),
            new Analysis("errors", "Errors", null, "NonInferiority", "0.02", null, null)),
        "0.05",
        200,
        600,
        50,
        3600,
        120,
        null,
        onInconclusive,
        null,
        null,
        null,
        null);
  }
}
