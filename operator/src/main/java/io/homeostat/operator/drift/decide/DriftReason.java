package io.homeostat.operator.drift.decide;

/** Why a condition of a DriftMonitor has its status. */
public enum DriftReason {
  /** References are there and the monitor is at work. */
  Monitoring,
  /** {@code spec.modelServiceRef} names nothing. */
  ModelServiceNotFound,
  /** No QualityPolicy scores the service, so there is nothing to watch. */
  QualityPolicyNotFound,
  /** {@code spec.suspend} is true. */
  Suspended,
  /** The monitor has said nothing about this object yet. */
  NoVerdict,
  /** The monitor's latest word is about an earlier spec. */
  SpecNotApplied,
  /** The monitor's latest word is too old to rely on. */
  VerdictStale,
  /** The judge is not calibrated, so its scores prove nothing. */
  JudgeNotTrusted,
  /** At least one stream has no baseline yet. */
  Learning,
  /** No stream can show a drop, whatever happens. */
  NotMonitorable,
  /** Every stream has a baseline. */
  BaselinesReady,
  /** Every watched stream finds a drop that matters within a week. */
  DropsFound,
  /**
   * At today's traffic a stream needs more than a week to learn, or to find a drop that matters.
   */
  LowTraffic,
  /** A baseline is too short or too uncertain for the smallest drop that matters. */
  DropTooSmall,
  /** Watched streams are as good as their baselines, as far as can be told. */
  NoDrift,
  /** At least one stream fell. */
  DriftDetected
}
