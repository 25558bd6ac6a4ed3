package io.homeostat.monitor.definitions;

import io.homeostat.statistics.canary.CanarySettings;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
 * @param analyses in the order of the plan; those that are no thresholds are the metrics of the
 *     settings, in the same order
 * @param frame what is not about its tests
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
    CanarySettings settings,
    Frame frame) {

  /** Where a canary is. */
  public enum Phase {
    /** Candidate against stable. */
    TESTING,
    /** Promoted candidate against the hold-back of the old stable. */
    BAKING,
    /** Nothing is tested any more. */
    OVER
  }

  /**
   * What surrounds the tests.
   *
   * @param deadlineMillis moment at which an undecided canary is rolled back
   * @param largestShare the candidate's share in its last step, in (0,1)
   * @param inputPrice of one prompt token; 0 without prices
   * @param outputPrice of one generated token; 0 without prices
   */
  public record Frame(
      long deadlineMillis, double largestShare, double inputPrice, double outputPrice) {
    /** Without a deadline or prices, half of the sessions at last. */
    public static final Frame OPEN = new Frame(Long.MAX_VALUE, 0.5, 0, 0);
  }

  /** Copies the list. */
  public CanaryDefinition {
    analyses = List.copyOf(analyses);
  }

  /** A canary without a deadline and prices. */
  public CanaryDefinition(
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
    this(
        subject,
        uid,
        candidate,
        fingerprint,
        stable,
        startedAtMillis,
        phase,
        step,
        planDigest,
        analyses,
        settings,
        Frame.OPEN);
  }

  /** Analyses that compare the arms: the metrics of the settings. */
  public List<CanaryAnalysis> comparisons() {
    return analyses.stream().filter(analysis -> !analysis.isThreshold()).toList();
  }

  /** Analyses that look at the candidate alone. */
  public List<CanaryAnalysis> thresholds() {
    return analyses.stream().filter(CanaryAnalysis::isThreshold).toList();
  }

  /** Parts of scores that it needs. */
  public Set<String> parts() {
    return analyses.stream()
        .filter(analysis -> analysis.part() != null)
        .map(CanaryAnalysis::part)
        .collect(Collectors.toSet());
  }

  /** Whether a metric needs the judge. */
  public boolean judged() {
    return analyses.stream().anyMatch(analysis -> analysis.measure().judged());
  }

  /** Whether stable is compared with itself. */
  public boolean isSelfComparison() {
    return candidate.equals(stable);
  }
}
