package io.homeostat.operator.healing.decide;

import static io.homeostat.operator.healing.decide.RunProgressTest.decide;
import static io.homeostat.operator.healing.decide.World.CLOCK;
import static io.homeostat.operator.healing.decide.World.world;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A promoted repair is a success when it has held. */
class HoldRepairTest {
  private static final Instant PROMOTED = CLOCK.instant();
  private static final DriftMonitorStatus OVER = Sights.status(ConditionStatus.FALSE);

  @Test
  void aRepairIsASuccessOnlyWhenItHasHeld() {
    RunDecision early = decide(promoted().withMonitor(OVER).view(null, PROMOTED.plusSeconds(599)));
    assertThat(early.status().state()).isEqualTo("Holding");
    assertThat(early.until()).isEqualTo(PROMOTED.plusSeconds(600));

    RunDecision late = decide(promoted().withMonitor(OVER).view(null, PROMOTED.plusSeconds(600)));
    assertThat(late.reason()).isEqualTo(RunReason.Promoted);
  }

  @Test
  void theOldDriftHasUntilTheEndOfTheHoldToGoAway() {
    World world = promoted();

    assertThat(decide(world.view(null, PROMOTED.plusSeconds(599))).status().state())
        .isEqualTo("Holding");
    RunDecision end = decide(world.view(null, PROMOTED.plusSeconds(600)));
    assertThat(end.reason()).isEqualTo(RunReason.NotHeld);
    assertThat(end.message()).contains("homeostat canary rollback support");
    assertThat(end.status().effect()).isEqualTo("0.420 [0.350, 0.480]");
    assertThat(RunReason.isFailure("NotHeld")).isTrue();
  }

  @Test
  void aNewDriftOfTheCapabilityEndsTheHoldAtOnce() {
    Instant fell = PROMOTED.plusSeconds(20);
    World world = promoted().withMonitor(Sights.drifting(Sights.dateSince(fell)));

    assertThat(decide(world.view(null, PROMOTED.plusSeconds(40))).reason())
        .isEqualTo(RunReason.NotHeld);
  }

  @Test
  void withoutTheMonitorsWordNothingHasHeld() {
    World world = promoted().withMonitor(Sights.status(ConditionStatus.UNKNOWN));

    RunDecision decision = decide(world.view(null, PROMOTED.plusSeconds(10_000)));

    assertThat(decision.finished()).isFalse();
    assertThat(decision.message()).contains("cannot tell");
  }

  @Test
  void aRepairThatIsTakenBackWhileItHoldsHasFailed() {
    RunDecision decision =
        decide(
            promoted().withStable(Repairs.STABLE, true, null).view(null, PROMOTED.plusSeconds(10)));

    assertThat(decision.reason()).isEqualTo(RunReason.RolledBack);
  }

  @Test
  void aPlanThatIsOlderThanTheCanaryTakesNothingBack() {
    RunDecision decision =
        decide(
            promoted().withStable(Repairs.STABLE, true, null).view(null, PROMOTED.plusSeconds(9)));

    assertThat(decision.status().state()).isEqualTo("Holding");
    assertThat(decision.until()).isEqualTo(PROMOTED.plusSeconds(10));
  }

  @Test
  void aPromptEditWhileItHoldsKeepsTheRepair() {
    RunDecision decision =
        decide(
            promoted()
                .withMonitor(OVER)
                .withStable("d".repeat(64), false, "e")
                .view(null, PROMOTED.plusSeconds(10)));

    assertThat(decision.status().state()).isEqualTo("Holding");
  }

  @Test
  void aLaterReleaseThatTakesItsPlaceSpeaksNotAgainstIt() {
    RunDecision decision =
        decide(
            promoted()
                .withStable("d".repeat(64), false, "other")
                .view(null, PROMOTED.plusSeconds(10)));

    assertThat(decision.finished()).isTrue();
    assertThat(decision.reason()).isEqualTo(RunReason.Promoted);
    assertThat(decision.status().conditions())
        .filteredOn(c -> c.getType().equals("Held"))
        .singleElement()
        .satisfies(c -> assertThat(c.getReason()).isEqualTo("Replaced"));
  }

  private static World promoted() {
    return world(5)
        .withPlan(Repairs.plan("Automatic", 600, List.of(), Repairs.FINE_TUNE))
        .withStable(Repairs.PROPOSED, false, "e");
  }
}
