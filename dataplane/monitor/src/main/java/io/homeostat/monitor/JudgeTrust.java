package io.homeostat.monitor;

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

  /** Whether that succeeded; false when none is known, for an unknown judge gates nothing. */
  default boolean calibrated(String judge) {
    return latest(judge).map(JudgeWord::calibrated).orElse(false);
  }
}
