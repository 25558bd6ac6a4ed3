package io.homeostat.operator.drift.decide;

import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.events.CostVerdict;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.SummaryVerdict;
import java.time.Duration;

/**
 * Everything that the status of a DriftMonitor is made from.
 *
 * @param uid UID of the DriftMonitor; a verdict for another is none
 * @param serviceFound whether {@code spec.modelServiceRef} names a ModelService
 * @param policyFound whether a QualityPolicy scores that service
 * @param settle how long a score waits for its feedback: verdicts are never younger
 * @param verdict the monitor's latest word; null when there is none
 * @param cost what it last said about costs; null when there is nothing
 * @param summary its evidence in a language model's words; null when there is none
 * @param before the status as it stands; null when there is none
 */
public record DriftObservation(
    String uid,
    Long generation,
    DriftMonitorSpec spec,
    boolean serviceFound,
    boolean policyFound,
    Duration settle,
    DriftVerdict verdict,
    CostVerdict cost,
    SummaryVerdict summary,
    DriftMonitorStatus before) {
  /** Whether the user has stopped this monitor. */
  boolean suspended() {
    return Boolean.TRUE.equals(spec.suspend());
  }
}
