package io.homeostat.operator.release.decide;

/** Why a Release stands where it stands: reasons of its condition Ready and of its events. */
public enum ReleaseReason {
  AdapterProven,
  NotRequired,
  NoEnginePod,
  AdapterNotProven,
  Retired,
  ModelServiceNotFound
}
