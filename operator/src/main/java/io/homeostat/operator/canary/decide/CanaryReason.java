package io.homeostat.operator.canary.decide;

/**
 * Why a CanaryRelease stands where it stands: reasons of its conditions and of its events.
 */
public enum CanaryReason {
  ModelServiceNotFound,
  CandidateNotFound,
  CandidateNotReady,
  WaitingForSlot,
  NewCanariesStopped,
  Started,
  Testing,
  Inconclusive,
  StepCompleted,
  PrometheusUnavailable,
  LossSinceAnchor,
  WaitingForPromotion,
  StepWaits,
  StepPassed,
  ReviewNeeded,
  BreachAccepted,
  TrafficSetByIntervention,
  TrafficReleased,
  PausedByIntervention,
  ResumedByIntervention,
  DataStale,
  DataReturned,
  AllGatesPassed,
  PromotedByIntervention,
  DryRunPassed,
  DryRunFailed,
  Baking,
  BakeCompleted,
  BakeEndedByChange,
  Breach,
  DeadlineExceeded,
  RolledBackByIntervention,
  AbortedByIntervention,
  SupersededByChange,
  // condition OnTime
  TrafficEnough,
  TrafficTooLow,
  NotForecast
}
