package io.homeostat.operator.healing.decide;

import io.homeostat.crds.healingpolicy.HealingPolicySpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a policy's repairs cost in the seven days before now.
 *
 * @param runs those that started in that time, the oldest first
 */
record WeeklyBudget(List<RunSummary> runs) {
  private static final Duration WEEK = Duration.ofDays(7);

  static WeeklyBudget of(List<RunSummary> own, Instant now) {
    return new WeeklyBudget(
        own.stream()
            .filter(run -> run.startedAt().isAfter(now.minus(WEEK)))
            .sorted(Comparator.comparing(RunSummary::startedAt))
            .toList());
  }

  /** Why no repair may start, and until when. */
  record Spent(String message, Instant until) {}

  /** GPU hours of the trainings. */
  BigDecimal gpuHours() {
    return runs.stream().map(RunSummary::gpuHours).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The limit that is reached; empty when none is. */
  Optional<Spent> spent(HealingPolicySpec.Budget budget) {
    if (budget == null) {
      return Optional.empty();
    }
    return runsSpent(budget).or(() -> hoursSpent(budget));
  }

  private Optional<Spent> runsSpent(HealingPolicySpec.Budget budget) {
    if (budget.runsPerWeek() == null || runs.size() < budget.runsPerWeek()) {
      return Optional.empty();
    }
    RunSummary leaves = runs.get(runs.size() - budget.runsPerWeek());
    return Optional.of(
        new Spent(
            "%d repairs started within seven days, budget.runsPerWeek is %d"
                .formatted(runs.size(), budget.runsPerWeek()),
            leaves.startedAt().plus(WEEK)));
  }

  /** The hours are spent until enough of the oldest repairs are a week old. */
  private Optional<Spent> hoursSpent(HealingPolicySpec.Budget budget) {
    if (budget.gpuHoursPerWeek() == null) {
      return Optional.empty();
    }
    BigDecimal limit = new BigDecimal(budget.gpuHoursPerWeek());
    BigDecimal left = gpuHours();
    String message =
        "trainings took %s GPU hours within seven days, budget.gpuHoursPerWeek is %s"
            .formatted(left, limit);
    if (left.compareTo(limit) < 0) {
      return Optional.empty();
    }
    for (RunSummary run : runs) {
      left = left.subtract(run.gpuHours());
      if (left.compareTo(limit) < 0) {
        return Optional.of(new Spent(message, run.startedAt().plus(WEEK)));
      }
    }
    return Optional.of(new Spent(message, null)); // a limit of 0 is never kept
  }
}
