package io.homeostat.operator.modelservice.decide;

/** Why a ModelService stands where it stands: reasons of its conditions and of its events. */
public enum ServiceReason {
  // Ready
  Serving,
  EngineNotReady,
  ForeignEngineNotReady,
  ScaledToZero,
  // Progressing
  FirstRelease,
  CandidateWaiting,
  Evaluating,
  CanaryRunning,
  TrafficSetByIntervention,
  Baking,
  Settled,
  NotReleased,
  PromptNotFound,
  RolloutUnknown,
  PodTemplatePatchRefused,
  CandidatePoolUnschedulable,
  CandidatePoolNotReady,
  ResolvingModel,
  ModelNotResolved,
  VerifyingAdapter,
  AdapterNotVerified,
  Suspended,
  NewCanariesStopped,
  // RepairActive
  AdapterAheadOfSpec,
  ReleaseAheadOfSpec,
  SpecInTraffic,
  // RolledBack
  CandidateRefused,
  NothingRefused,
  // AwaitingGit
  RepairToCommit,
  NothingToCommit,
  // NameConflict
  OlderServiceHasName,
  NameIsFree,
  // events
  ReleaseMade,
  CanaryMade,
  ReleaseExpired,
  StableChanged,
  CandidateChanged,
  PlanRestored;

  /** Whether a reason of condition Progressing tells that a release waits for engine pods. */
  public static boolean lacksPods(String reason) {
    return CandidatePoolUnschedulable.name().equals(reason)
        || CandidatePoolNotReady.name().equals(reason);
  }
}
