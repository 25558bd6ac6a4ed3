package io.homeostat.operator.release.decide;

/** Why a Release stands where it stands: reasons of its conditions and of its events. */
public enum ReleaseReason {
  // Ready
  AdapterProven,
  NotRequired,
  NoEnginePod,
  AdapterNotProven,
  TooManyAdapters,
  Retired,
  ModelServiceNotFound,
  // Unloaded
  AdapterUnloaded,
  AdapterInUse,
  AdapterShared,
  RequestsOpen,
  UnloadNotAcknowledged
}
