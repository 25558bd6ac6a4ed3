package io.homeostat.operator.healing.decide;

/** Where a repair may wait for a person. */
public enum ApprovalGate {
  BeforeTraining,
  BeforeRelease
}
