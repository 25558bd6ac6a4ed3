package io.homeostat.monitor.definitions;

import io.homeostat.statistics.canary.CanarySettings;
import java.util.List;

/**
 * A CanaryRelease that has begun, as its tests need it.
 *
 * @param subject {@code namespace/name}
 * @param candidate name of the Release under test
 * @param fingerprint of the candidate
 * @param stable name of the Release that it is compared with
 * @param startedAtMillis sessions that began before it are not units
 * @param phase whether it tests, bakes or is over
 * @param step index of the step of the plan that it is in, from 0
 * @param planDigest canonical digest of its plan
 * @param analyses one per metric of the settings, in the same order
 */
public record CanaryDefinition(
    String subject,
    String uid,
    String candidate,
    String fingerprint,
    String stable,
    long startedAtMillis,
    Phase phase,
    int step,
    String planDigest,
    List<CanaryAnalysis> analyses,
    CanarySettings settings) {

  /** Where a canary is. */
  public enum Phase {
    /** Candidate against stable. */
    TESTING,
    /** Promoted candidate against the hold-back of the old stable. */
    BAKING,
    /** Nothing is tested any more. */
    OVER
  }

  /** Copies the list. */
  public CanaryDefinition {
    analyses = List.copyOf(analyses);
  }

  /** Whether a metric needs the judge. */
  public boolean judged() {
    return analyses.stream().anyMatch(analysis -> analysis.signal() == Signal.QUALITY);
  }

  /** Whether stable is compared with itself. */
  public boolean isSelfComparison() {
    return candidate.equals(stable);
  }
}
