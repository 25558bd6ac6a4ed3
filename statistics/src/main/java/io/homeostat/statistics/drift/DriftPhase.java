package io.homeostat.statistics.drift;

import io.homeostat.statistics.StateKind;
import java.util.List;
import java.util.Optional;

/** Where a stream is; what {@link DriftStream#verdict} says without its figures. */
public enum DriftPhase {
  /** As {@link DriftVerdict.NotEnoughData}. */
  LEARNING,
  /** As {@link DriftVerdict.NotMonitorable}. */
  NOT_MONITORABLE,
  /** As {@link DriftVerdict.Steady}. */
  STEADY,
  /** As {@link DriftVerdict.Drifting}. */
  DRIFTING;

  private static final int PLACE = 2;
  private static final List<DriftPhase> ALL = List.of(values());

  /**
   * The phase of a saved {@link DriftStream}, from its first bytes; empty when another layout was
   * saved.
   */
  public static Optional<DriftPhase> ofSaved(byte[] stream) {
    boolean known =
        stream.length > PLACE
            && stream[0] == StateKind.DRIFT_STREAM.code()
            && stream[1] == StateKind.DRIFT_STREAM.version();
    return known ? of(stream[PLACE]) : Optional.empty();
  }

  static Optional<DriftPhase> of(byte number) {
    return number >= 0 && number < ALL.size() ? Optional.of(ALL.get(number)) : Optional.empty();
  }
}
