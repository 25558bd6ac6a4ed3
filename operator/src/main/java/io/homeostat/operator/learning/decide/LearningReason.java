package io.homeostat.operator.learning.decide;

/**
 * Why a condition of a Dataset, FineTuneJob, AdapterMerge or Evaluation has its status; {@link
 * JobFailure} lists the failures.
 */
public enum LearningReason {
  /** {@code spec.modelServiceRef} names nothing. */
  ModelServiceNotFound,
  /** The ModelService names no claim for artifacts. */
  NoArtifactsClaim,
  /** A URI of the ModelService or of this object cannot be read. */
  InvalidUri,
  /** The service has no stable release yet, whose prompt is needed. */
  NoStableRelease,
  /** {@code spec.datasetRef} names nothing. */
  DatasetNotFound,
  /** The dataset is not built yet. */
  DatasetNotReady,
  /** The engine would refuse an adapter of this rank. */
  RankTooLarge,
  /** An input of a merge names nothing. */
  InputNotFound,
  /** An input of a merge has no adapter, yet or ever. */
  InputNotReady,
  /** A release that is to be compared does not exist. */
  ReleaseNotFound,
  /** Another candidate of the service holds the only slot. */
  WaitingForSlot,
  /** Not every gateway knows the release yet. */
  WaitingForGateways,
  /** Objects of the same name belong to something else. */
  NameTaken,
  /** A Job was started. */
  JobStarted,
  /** The infrastructure ended a Job, and the next one was started. */
  JobRestarted,
  /** The Job's pod does not run yet. */
  JobPending,
  /** The Job runs. */
  JobRunning,
  /** The Job ended with a result. */
  JobFinished,
  /** The dataset is built. */
  DatasetBuilt,
  /** Corrections look poisoned, and no version was made of them. */
  PoisonGuardTripped,
  /** The adapter is trained. */
  AdapterTrained,
  /** The adapters are merged and the guard passed. */
  AdaptersMerged,
  /** The merge loses more of a capability than allowed. */
  GuardFailed,
  /** The guard could not decide about a capability. */
  GuardInconclusive,
  /** Every gate passed. */
  GatesPassed,
  /** A gate failed. */
  GatesFailed,
  /** A gate could not be decided. */
  GatesInconclusive,
  /** {@code spec.judgeRef} names nothing. */
  JudgeNotFound,
  /** There are fewer items than the gates need, and nothing was asked. */
  TooFewItems,
  /** Corrections contradict golden items that nobody decided about. */
  GoldenConflict,
  /** The candidate answers everything like stable although its adapter is another one. */
  AdapterInactive,
  /** Most of stable's answers failed. */
  StableFails,
  /** Each capability is proven by something else than the judge of the live answers. */
  IndependentGates,
  /** A capability is proven by the judge of the live answers alone, or by nothing. */
  NotIndependent,
  /** Deletion waits, since a Release that exists refers to this object. */
  HeldByRelease,
  /** Deletion waits, since a ModelService pins the adapter. */
  HeldByService,
  /** The alias in MLflow follows the release that serves. */
  AliasMoved,
  /** The alias in MLflow could not be moved. */
  AliasNotMoved,
  /** The adapter's files were deleted with the object. */
  ArtifactRemoved,
  /** The adapter's files could not be deleted with the object. */
  ArtifactKept
}
