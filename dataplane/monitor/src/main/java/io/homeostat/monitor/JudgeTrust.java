package io.homeostat.monitor;

/** Knows which judges agree with their labelled items. */
@FunctionalInterface
public interface JudgeTrust {
  /**
   * Whether the latest calibration of a judge succeeded; false when none is known, for an unknown
   * judge gates nothing.
   *
   * @param judge {@code namespace/name}
   */
  boolean calibrated(String judge);
}
