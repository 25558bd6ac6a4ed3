package io.homeostat.monitor;

import io.homeostat.events.RescoringVerdict;
import java.util.Optional;

/** Knows which judges agree with their labelled items. */
@FunctionalInterface
public interface JudgeTrust {
  /**
   * The latest calibration of a judge, if any is known.
   *
   * @param judge {@code namespace/name}
   */
  Optional<JudgeWord> latest(String judge);

  /**
   * What the judge of today said of stored answers of a drift, if it was asked.
   *
   * @param service {@code namespace/name}
   * @param monitor {@code namespace/name} of the DriftMonitor
   */
  default Optional<RescoringVerdict> rescored(String service, String monitor, String capability) {
    return Optional.empty();
  }

  /** Whether that succeeded; false when none is known, for an unknown judge gates nothing. */
  default boolean calibrated(String judge) {
    return latest(judge).map(JudgeWord::calibrated).orElse(false);
  }
}
