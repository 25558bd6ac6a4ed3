package io.homeostat.monitor.definitions;

/**
 * One analysis of a canary.
 *
 * @param name as in the plan
 * @param measure what is looked at
 * @param part name of the part of a score; null unless the measure is SCORE
 * @param capability where; null for the whole session
 * @param test {@code NonInferiority}, {@code Superiority} or {@code Threshold}
 * @param limit what the candidate itself keeps; null unless the test is {@code Threshold}
 */
public record CanaryAnalysis(
    String name, CanaryMeasure measure, String part, String capability, String test, Limit limit) {

  /** A comparison that names no part of a score. */
  public CanaryAnalysis(String name, CanaryMeasure measure, String capability, String test) {
    this(name, measure, null, capability, test, null);
  }

  /**
   * A threshold over a moving window.
   *
   * @param value in the measure's unit
   * @param maximum whether it may not be exceeded, else it may not be fallen below
   * @param windowMillis length of the window
   * @param quantile which quantile is held against it, in (0,1); null for the mean
   * @param alpha accepted probability that a kept threshold is ever called breached
   */
  public record Limit(
      double value, boolean maximum, long windowMillis, Double quantile, double alpha) {}

  /** Whether it looks at the candidate alone. */
  public boolean isThreshold() {
    return limit != null;
  }
}
