package io.homeostat.operator.healing.decide;

import static io.homeostat.operator.healing.decide.Sights.CLOCK;
import static io.homeostat.operator.healing.decide.Sights.NOW;
import static io.homeostat.operator.healing.decide.Sights.SERVICE;
import static io.homeostat.operator.healing.decide.Sights.date;
import static io.homeostat.operator.healing.decide.Sights.drifting;
import static io.homeostat.operator.healing.decide.Sights.seen;
import static io.homeostat.operator.healing.decide.Sights.spec;
import static io.homeostat.operator.healing.decide.Sights.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.healingpolicy.HealingPolicySpec;
import io.homeostat.crds.healingpolicy.HealingPolicyStatus;
import io.homeostat.crds.healingpolicy.MaintenanceWindow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps a policy from repairing too often, too much or at the wrong hour. */
class HealingLimitsTest {
  private static final Duration WEEK = Duration.ofDays(7);

  /** NOW is a Saturday, 08:00 UTC, 09:00 in Berlin. */
  @ParameterizedTest(name = "{0} {1} {2} s {3}")
  @CsvSource({
    "Saturday, 08:00, 60, UTC, ",
    "Saturday, 07:59, 60, UTC, 2026-11-28T07:59:00Z",
    "Saturday, 09:00, 60, Europe/Berlin, ",
    "Friday, 23:00, 36000, UTC, ",
    "Friday, 22:00, 36000, UTC, 2026-11-27T22:00:00Z",
    "Sunday, 02:30, 3600, Europe/Berlin, 2026-11-22T01:30:00Z"
  })
  void aRepairStartsInsideAWindowOnly(
      String day, String start, int seconds, String zone, Instant next) {
    var window = new MaintenanceWindow("nights", List.of(day), start, seconds, zone);

    HealingDecision decision = decide(policy(null, List.of(window)), List.of());

    if (next == null) {
      assertThat(decision).isInstanceOf(HealingDecision.Start.class);
    } else {
      assertThat(decision.reason()).isEqualTo(HealingReason.OutsideWindow);
      assertThat(((HealingDecision.Held) decision).until()).isEqualTo(next);
    }
  }

  @Test
  void aWindowWithoutDaysOpensEveryDay() {
    var window = new MaintenanceWindow("nights", List.of(), "07:00", 7200, "UTC");

    assertThat(decide(policy(null, List.of(window)), List.of()))
        .isInstanceOf(HealingDecision.Start.class);
  }

  @Test
  void aTimeZoneThatDoesNotExistIsSaidAtOnce() {
    var window = new MaintenanceWindow("nights", List.of(), "07:00", 60, "Mars/Olympus");

    HealingDecision decision = decide(policy(null, List.of(window)), List.of());

    assertThat(decision.reason()).isEqualTo(HealingReason.InvalidTimeZone);
    assertThat(decision.message()).contains("'nights'", "Mars/Olympus");
  }

  @Test
  void noMoreRepairsStartInAWeekThanTheBudgetAllows() {
    HealingPolicySpec policy = policy(new HealingPolicySpec.Budget(2, null), List.of());
    List<RunSummary> runs =
        List.of(
            run("a", NOW.minus(Duration.ofDays(6)), "0"),
            run("b", NOW.minus(Duration.ofDays(5)), "0"),
            run("old", NOW.minus(Duration.ofDays(8)), "0"));

    HealingDecision decision = decide(policy, runs);

    assertThat(decision.reason()).isEqualTo(HealingReason.BudgetSpent);
    assertThat(((HealingDecision.Held) decision).until())
        .as("when the first of them is a week old")
        .isEqualTo(runs.getFirst().startedAt().plus(WEEK));
    assertThat(decide(policy, runs.subList(1, 3))).isInstanceOf(HealingDecision.Start.class);
  }

  @Test
  void trainingsOfAWeekTakeNoMoreGpuHoursThanTheBudgetAllows() {
    HealingPolicySpec policy = policy(new HealingPolicySpec.Budget(null, "2.5"), List.of());
    List<RunSummary> runs =
        List.of(
            run("a", NOW.minus(Duration.ofDays(6)), "0.5"),
            run("b", NOW.minus(Duration.ofDays(5)), "2"),
            run("c", NOW.minus(Duration.ofDays(4)), "0.25"));

    HealingDecision decision = decide(policy, runs);

    assertThat(decision.reason()).isEqualTo(HealingReason.BudgetSpent);
    assertThat(decision.message()).contains("2.75 GPU hours", "2.5");
    assertThat(((HealingDecision.Held) decision).until())
        .as("when the hours of the first are a week old")
        .isEqualTo(runs.getFirst().startedAt().plus(WEEK));
    assertThat(decide(policy, runs.subList(1, 2))).isInstanceOf(HealingDecision.Start.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 3600", "1, 7200", "2, 14400", "3, 20000", "40, 20000"})
  void eachFailureInARowDoublesTheCooldownUpToItsMost(int failures, long seconds) {
    List<RunSummary> runs =
        IntStream.rangeClosed(1, failures + 1)
            .mapToObj(
                i ->
                    Repairs.ended(
                        "run-" + i,
                        "heal",
                        NOW.minus(Duration.ofDays(i)),
                        i > failures ? "Promoted" : i % 2 == 0 ? "RolledBack" : "GatesFailed"))
            .toList();

    Cooldown cooldown = Cooldown.after(runs, spec("Heal", false));

    assertThat(cooldown.failures()).isEqualTo(failures);
    assertThat(cooldown.length()).hasSeconds(seconds);
  }

  @Test
  void whatAPersonEndedRaisesNothingAndForgivesNothing() {
    List<RunSummary> runs =
        List.of(
            Repairs.ended("c", "heal", NOW.minusSeconds(10), "Cancelled"),
            Repairs.ended("b", "heal", NOW.minusSeconds(20), "Recovered"),
            Repairs.ended("a", "heal", NOW.minusSeconds(30), "RolledBack"));

    Cooldown cooldown = Cooldown.after(runs, spec("Heal", false));

    assertThat(cooldown.failures()).isEqualTo(1);
    assertThat(cooldown.until(NOW)).hasValue(NOW.minusSeconds(10).plusSeconds(7200));
  }

  @Test
  void theStatusTellsCooldownFailuresAndCost() {
    var seen =
        with(
            seen("Heal", drifting(date("ExpectedAnswers"))),
            List.of(
                run("a", NOW.minus(Duration.ofDays(2)), "1.5"),
                Repairs.ended("b", "heal", NOW.minusSeconds(10), "RolledBack")),
            null,
            false);

    HealingPolicyStatus status =
        new HealingStatuses(CLOCK).of(null, 1L, new HealingChoice(CLOCK).decide(seen), seen);

    assertThat(status.failuresInARow()).isEqualTo(1);
    assertThat(status.nextRepairAt()).isEqualTo("2026-11-21T09:59:50Z");
    assertThat(status.week()).isEqualTo(new HealingPolicyStatus.Week(2, "1.5"));
  }

  private static HealingPolicySpec policy(
      HealingPolicySpec.Budget budget, List<MaintenanceWindow> windows) {
    return spec("Heal", false, budget, windows);
  }

  private static HealingDecision decide(HealingPolicySpec policy, List<RunSummary> runs) {
    return new HealingChoice(CLOCK)
        .decide(with(seen(policy, drifting(date("ExpectedAnswers")), SERVICE), runs, null, false));
  }

  private static RunSummary run(String name, Instant startedAt, String gpuHours) {
    return new RunSummary(
        name,
        Repairs.ended(name, "heal", NOW, "Promoted").spec(),
        startedAt,
        startedAt.plusSeconds(60),
        "Promoted",
        null,
        new BigDecimal(gpuHours));
  }
}
