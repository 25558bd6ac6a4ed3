package io.homeostat.monitor.definitions;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Splits that were in force, by revision of the TrafficPlan, so that sessions can be held against
 * the split that assigned them. Only the latest {@value #MOST_REVISIONS} revisions that this
 * process has seen are known.
 *
 * @param revisions routes by revision
 */
public record PlanWeights(Map<Long, List<Route>> revisions) {
  /** No revision is known. */
  public static final PlanWeights UNKNOWN = new PlanWeights(Map.of());

  static final int MOST_REVISIONS = 32;

  /** One arm of a split. */
  public record Route(String release, String role, int weightPermille) {}

  /** Copies the map. */
  public PlanWeights {
    revisions = Map.copyOf(revisions);
  }

  /** These and one more revision, without the oldest when there are too many. */
  public PlanWeights with(long revision, List<Route> routes) {
    NavigableMap<Long, List<Route>> grown = new TreeMap<>(revisions);
    grown.put(revision, List.copyOf(routes));
    while (grown.size() > MOST_REVISIONS) {
      grown.pollFirstEntry();
    }
    return new PlanWeights(grown);
  }

  /** The routes of a revision, if it is known. */
  public Optional<List<Route>> at(long revision) {
    return Optional.ofNullable(revisions.get(revision));
  }
}
