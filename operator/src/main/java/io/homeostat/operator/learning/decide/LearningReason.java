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
  /** Deletion waits, since a Release that exists refers to this object. */
  HeldByRelease
}
