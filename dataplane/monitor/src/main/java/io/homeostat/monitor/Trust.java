package io.homeostat.monitor;

import io.homeostat.monitor.definitions.Signal;
import java.util.Optional;

/**
 * What the values of judged signals prove at present.
 *
 * @param judge whether composite scores prove anything
 * @param word the latest calibration of the service's judge; empty without judge or calibration
 * @param judged whether the service has a judge
 */
public record Trust(boolean judge, Optional<JudgeWord> word, boolean judged) {
  /**
   * Whether the values of a signal prove anything, when it is a dimension of the judge's rubric,
   * which has to be calibrated as well as the judge; null for any other.
   */
  public Boolean own(Signal signal) {
    return judged && JudgeWord.isDimension(signal.part())
        ? judge && word.map(found -> found.mayGate(signal.part())).orElse(false)
        : null;
  }

  /** Whether the values of a signal prove anything. */
  public boolean in(Signal signal) {
    Boolean own = own(signal);
    return !signal.judged() || (own == null ? judge : own);
  }
}
