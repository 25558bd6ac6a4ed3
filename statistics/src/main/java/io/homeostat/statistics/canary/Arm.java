package io.homeostat.statistics.canary;

/** The side of a comparison that a unit entered. */
public enum Arm {
  /** The stable release. */
  CONTROL,
  /** The release under test. */
  CANDIDATE
}
