package io.homeostat.operator.healing.decide;

/** Where a repair may wait for a person. */
public enum ApprovalGate {
  /** The poison guard of the dataset stopped its build. */
  PoisonGuard,
  BeforeTraining,
  BeforeRelease
}
