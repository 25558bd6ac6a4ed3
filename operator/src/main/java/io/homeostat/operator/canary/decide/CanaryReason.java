package io.homeostat.operator.canary.decide;

/**
 * Why a CanaryRelease stands where it stands: reasons of its condition Succeeded and of its events.
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
  PausedByIntervention,
  ResumedByIntervention,
  DataStale,
  DataReturned,
  AllGatesPassed,
  PromotedByIntervention,
  Baking,
  BakeCompleted,
  BakeEndedByChange,
  Breach,
  DeadlineExceeded,
  RolledBackByIntervention,
  AbortedByIntervention,
  SupersededByChange
}
