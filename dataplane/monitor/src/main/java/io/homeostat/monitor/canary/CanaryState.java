package io.homeostat.monitor.canary;

/**
 * The tests of one canary, from its first session on.
 *
 * @param planDigest of the plan that they were started with
 * @param comparison saved {@link io.homeostat.statistics.canary.CanaryComparison}
 * @param step latest declared step that was entered
 * @param planRevision of the latest session: an unfinished block is dropped when it grows
 * @param unchecked sessions whose split is not known, which the sample-ratio check leaves out
 * @param sets scorer sets seen
 * @param keys session keys seen
 */
public record CanaryState(
    String planDigest,
    byte[] comparison,
    int step,
    long planRevision,
    long unchecked,
    SetChoice sets,
    KeyShares keys) {}
