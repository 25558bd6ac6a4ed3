package io.homeostat.operator.healing.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.healingpolicy.HealingPolicyStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/** Says in a HealingPolicy's status what it decided, also when that is to do nothing. */
public final class HealingStatuses {
  static final String READY = "Ready";

  /** Whether a repair is wanted now: True while one runs, False with the reason why not. */
  static final String TRIGGERED = "Triggered";

  private final Clock clock;

  public HealingStatuses(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the status to write.
   *
   * @param before the status as it stands; null when there is none
   */
  public HealingPolicyStatus of(
      HealingPolicyStatus before,
      Long generation,
      HealingDecision decision,
      HealingObservation seen) {
    Conditions conditions =
        Conditions.from(before == null ? null : before.conditions(), generation, clock);
    Optional<RunSummary> last =
        seen.own().stream()
            .filter(run -> !run.active())
            .max(Comparator.comparing(RunSummary::finishedAt));
    WeeklyBudget week = WeeklyBudget.of(seen.own(), clock.instant());
    return new HealingPolicyStatus(
        generation,
        triggered(ready(conditions, decision, seen), decision).list(),
        state(decision),
        activeRun(decision),
        last.map(RunSummary::name).orElse(null),
        last.map(RunSummary::outcome).orElse(null),
        Cooldown.after(seen.own(), seen.spec()).failures(),
        nextRepairAt(decision),
        new HealingPolicyStatus.Week(week.runs().size(), week.gpuHours().toPlainString()),
        seen.account());
  }

  private static String nextRepairAt(HealingDecision decision) {
    return decision instanceof HealingDecision.Held held && held.until() != null
        ? held.until().truncatedTo(ChronoUnit.SECONDS).toString()
        : null;
  }

  /** Whether the decision is another one than the status told before. */
  public static boolean changed(HealingPolicyStatus before, HealingPolicyStatus after) {
    return before == null
        || !Objects.equals(before.state(), after.state())
        || !Objects.equals(before.activeRun(), after.activeRun())
        || !reason(before).equals(reason(after));
  }

  private static Conditions ready(
      Conditions conditions, HealingDecision decision, HealingObservation seen) {
    return decision instanceof HealingDecision.NotReady
        ? conditions.with(READY, ConditionStatus.FALSE, decision.reason(), decision.message())
        : conditions.with(
            READY,
            ConditionStatus.TRUE,
            HealingReason.Following,
            "follows DriftMonitor '%s' for ModelService '%s'"
                .formatted(seen.spec().driftMonitorRef().name(), seen.service().name()));
  }

  private static Conditions triggered(Conditions conditions, HealingDecision decision) {
    ConditionStatus status =
        switch (decision) {
          case HealingDecision.Start start -> ConditionStatus.TRUE;
          case HealingDecision.Healing healing -> ConditionStatus.TRUE;
          case HealingDecision.NotReady notReady -> ConditionStatus.UNKNOWN;
          case HealingDecision.Idle idle ->
              idle.reason() == HealingReason.DriftUnknown
                  ? ConditionStatus.UNKNOWN
                  : ConditionStatus.FALSE;
          case HealingDecision.Held held -> ConditionStatus.FALSE;
          case HealingDecision.Observed observed -> ConditionStatus.FALSE;
        };
    return conditions.with(TRIGGERED, status, decision.reason(), decision.message());
  }

  private static String state(HealingDecision decision) {
    return switch (decision) {
      case HealingDecision.NotReady notReady -> "NotReady";
      case HealingDecision.Idle idle -> "Idle";
      case HealingDecision.Observed observed -> "Observing";
      case HealingDecision.Healing healing -> "Healing";
      case HealingDecision.Start start -> "Healing";
      case HealingDecision.Held held ->
          switch (held.reason()) {
            case CoolingDown -> "Cooldown";
            case BudgetSpent -> "BudgetSpent";
            case Suspended, ModelServiceSuspended, Paused -> "Suspended";
            default -> "Held";
          };
    };
  }

  private static String activeRun(HealingDecision decision) {
    return switch (decision) {
      case HealingDecision.Start start -> start.name();
      case HealingDecision.Healing healing -> healing.run();
      default -> null;
    };
  }

  private static String reason(HealingPolicyStatus status) {
    return Conditions.find(status.conditions(), TRIGGERED).map(Condition::getReason).orElse("");
  }
}
