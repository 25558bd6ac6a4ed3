package io.homeostat.operator.healing.decide;

import java.util.EnumSet;
import java.util.Set;

/** Why a condition of a HealingRun has its status. */
public enum RunReason {
  /** The monitor found that corrections contradict the answers: the world changed. */
  ExpectedAnswers,
  /** The monitor found that known kinds of questions have other shares. */
  InputMix,
  /** The monitor found that the questions are others. */
  InputShift,
  /** The monitor found that another release brought the drop. */
  Release,
  /** The monitor found no cause that it can prove. */
  Unknown,
  /** The step's object is being made. */
  Creating,
  /** The dataset is being built. */
  Building,
  /** The dataset is there. */
  DatasetBuilt,
  /** The dataset could not be built. */
  DatasetFailed,
  /** The adapter is being trained. */
  Training,
  /** The adapter is there. */
  AdapterTrained,
  /** The adapter could not be trained. */
  TrainingFailed,
  /** The attempt does without this step. */
  NotRequired,
  /** The adapters are being merged. */
  Merging,
  /** The merged adapter is there. */
  AdapterMerged,
  /** The adapters could not be merged without a loss. */
  MergeFailed,
  /** The service has no traffic plan at the moment. */
  NoTrafficPlan,
  /** The new release's adapter is being loaded and probed. */
  Proving,
  /** The new release answers on every engine pod. */
  AdapterProven,
  /** Training gave exactly what stable serves already. */
  NothingToRelease,
  /** The same release was rejected before. */
  RejectedBefore,
  /** The items are being answered by both releases. */
  Evaluating,
  /** Every gate passed. */
  GatesPassed,
  /** A gate failed. */
  GatesFailed,
  /** A person must approve before it goes on. */
  AwaitingApproval,
  /** A person has approved. */
  Approved,
  /** A person has rejected what the run waited for. */
  Rejected,
  /** A person has cancelled the run. */
  Cancelled,
  /** The drift went away before the repair got traffic. */
  Recovered,
  /** What an attempt was to use is gone. */
  SourceGone,
  /** The chart value {@code paused} stops new canaries. */
  Paused,
  /** No maintenance window is open. */
  OutsideWindow,
  /** The canary moves sessions. */
  CanaryRunning,
  /** The canary was promoted and its bake is over. */
  Promoted,
  /** The repair is stable, and must hold. */
  Holding,
  /** The repair held. */
  HeldOut,
  /** A later release took the place of the repair. */
  Replaced,
  /** The capability drifts although the repair is stable. */
  NotHeld,
  /** The adapter is there, and only a commit may release it. */
  AwaitingGit,
  /** The canary was rolled back. */
  RolledBack,
  /** The canary was ended by a person. */
  Aborted,
  /** Stable is no longer what the run set out to repair. */
  Superseded,
  /** The ModelService was deleted. */
  ModelServiceGone,
  /** The repair is under way. */
  Running;

  private static final Set<RunReason> FAILURES =
      EnumSet.of(
          DatasetFailed,
          TrainingFailed,
          MergeFailed,
          NothingToRelease,
          RejectedBefore,
          GatesFailed,
          SourceGone,
          RolledBack,
          NotHeld);

  /** Whether an outcome says that the repair itself did not work; null is none. */
  static boolean isFailure(String outcome) {
    return FAILURES.stream().anyMatch(reason -> reason.name().equals(outcome));
  }
}
