package io.homeostat.monitor.canary;

import java.util.List;
import java.util.Map;

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
 * @param bounds frozen from stable, by name of the analysis
 * @param thresholds saved {@link io.homeostat.statistics.canary.WindowedThreshold} by name of the
 *     analysis
 * @param whole the whole service against before
 * @param pairs shadowed requests that were compared
 * @param firstPairMillis time of the first of them; 0 before
 */
public record CanaryState(
    String planDigest,
    byte[] comparison,
    int step,
    long planRevision,
    long unchecked,
    SetChoice sets,
    KeyShares keys,
    Map<String, Double> bounds,
    Map<String, byte[]> thresholds,
    List<WholeService> whole,
    long pairs,
    long firstPairMillis) {
  /** Copies the collections. */
  public CanaryState {
    bounds = bounds == null ? Map.of() : Map.copyOf(bounds);
    thresholds = thresholds == null ? Map.of() : Map.copyOf(thresholds);
    whole = whole == null ? List.of() : List.copyOf(whole);
  }
}
