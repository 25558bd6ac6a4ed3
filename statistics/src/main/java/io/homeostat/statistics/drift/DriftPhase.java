package io.homeostat.statistics.drift;

/** Where a stream is; what {@link DriftStream#verdict} says without its figures. */
public enum DriftPhase {
  /** As {@link DriftVerdict.NotEnoughData}. */
  LEARNING,
  /** As {@link DriftVerdict.NotMonitorable}. */
  NOT_MONITORABLE,
  /** As {@link DriftVerdict.Steady}. */
  STEADY,
  /** As {@link DriftVerdict.Drifting}. */
  DRIFTING
}
