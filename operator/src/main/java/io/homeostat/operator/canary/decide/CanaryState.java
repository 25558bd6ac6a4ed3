package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;

/** Where a CanaryRelease stands; the names are those of {@code status.state}. */
public enum CanaryState {
  /** The candidate slot of the plan belongs to another, or the candidate is not proven yet. */
  Waiting,
  /** Sessions move to the candidate step by step. */
  Progressing,
  /** A person, a manual step, a breach to be reviewed or a split by hand holds it at its step. */
  Paused,
  /** Verdicts are stale: weight 0 until they return. */
  Parked,
  /** The candidate is stable; a breach still rolls it back. */
  Baking,
  /** A dry run has its verdict. */
  Completed,
  Promoted,
  RolledBack,
  Aborted,
  Superseded;

  /** The state that a status tells; a canary without one has just been made. */
  public static CanaryState of(CanaryReleaseStatus status) {
    return status == null || status.state() == null ? Waiting : valueOf(status.state());
  }

  /** Whether nothing will change any more. */
  public boolean terminal() {
    return switch (this) {
      case Completed, Promoted, RolledBack, Aborted, Superseded -> true;
      case Waiting, Progressing, Paused, Parked, Baking -> false;
    };
  }

  /** Whether the candidate is compared with stable and may have sessions. */
  public boolean testing() {
    return this == Progressing || this == Paused || this == Parked;
  }
}
