package io.homeostat.operator.intervention.decide;

/**
 * Why an Intervention stands where it stands: reasons of its condition Succeeded and of its events.
 */
public enum InterventionReason {
  CarriedOut,
  NothingToDo,
  Pending,
  WaitingForEarlier,
  Expired,
  TargetNotFound,
  ReleaseNotFound,
  TargetFinished,
  NotApplicable
}
