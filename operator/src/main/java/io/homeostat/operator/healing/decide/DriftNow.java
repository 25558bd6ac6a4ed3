package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.util.Optional;

/** How the drift of a repair stands now; what nobody can tell is no recovery. */
enum DriftNow {
  LASTS,
  OVER,
  UNKNOWN;

  /**
   * What the monitor says.
   *
   * @param status null when the monitor is not there or has none
   */
  static DriftNow of(HealingRunSpec.Drift drift, DriftMonitorStatus status) {
    if (status != null && Conditions.isFalse(status.conditions(), "Drifting")) {
      return OVER;
    }
    if (status == null || !Conditions.isTrue(status.conditions(), "Drifting")) {
      return UNKNOWN;
    }
    return stream(drift, status)
        .map(DriftMonitorStatus.Stream::state)
        .map(
            state ->
                switch (state) {
                  case "Drifting" -> LASTS;
                  case "Watching" -> OVER;
                  default -> UNKNOWN;
                })
        .orElse(UNKNOWN);
  }

  /** What the monitor lists of the stream that fell. */
  static Optional<DriftMonitorStatus.Stream> stream(
      HealingRunSpec.Drift drift, DriftMonitorStatus status) {
    return status == null
        ? Optional.empty()
        : status.worstStreams().stream()
            .filter(stream -> drift.capability().equals(stream.capability()))
            .filter(stream -> drift.signal().equals(stream.signal()))
            .findFirst();
  }
}
