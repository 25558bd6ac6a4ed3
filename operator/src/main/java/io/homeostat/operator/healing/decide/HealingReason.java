package io.homeostat.operator.healing.decide;

/** Why a HealingPolicy does, or does not do, something. */
public enum HealingReason {
  /** References are there and the policy follows its monitor. */
  Following,
  /** {@code spec.driftMonitorRef} names nothing. */
  DriftMonitorNotFound,
  /** The monitor's ModelService does not exist. */
  ModelServiceNotFound,
  /** {@code spec.suspend} is true. */
  Suspended,
  /** The ModelService is suspended. */
  ModelServiceSuspended,
  /** The chart value {@code paused} stops all new repairs. */
  Paused,
  /** Nothing drifts. */
  NoDrift,
  /** The monitor cannot tell whether something drifts. */
  DriftUnknown,
  /** What drifts is not the quality of answers, so training repairs nothing. */
  SignalNotRepairable,
  /** The drop is smaller than {@code trigger.minimumDrop}. */
  DropBelowMinimum,
  /** The cause is not one of {@code trigger.causes}. */
  CauseNotListed,
  /** The service has no stable release yet. */
  NoStableRelease,
  /** A repair of the service is under way. */
  RunActive,
  /** A canary of the service is under way. */
  CanaryRunning,
  /** A maintenance window names a time zone that does not exist. */
  InvalidTimeZone,
  /** None of {@code recipe.strategies} applies to this drift. */
  NoStrategy,
  /** The latest repair ended less than the cooldown ago. */
  CoolingDown,
  /** {@code spec.budget} is spent. */
  BudgetSpent,
  /** No maintenance window is open. */
  OutsideWindow,
  /** The latest repair has an adapter that only a commit may release. */
  AwaitingGit,
  /** A repair would be started if the mode were Heal. */
  ObserveOnly,
  /** A repair was started. */
  RepairStarted
}
