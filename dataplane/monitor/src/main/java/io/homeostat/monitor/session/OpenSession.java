package io.homeostat.monitor.session;

import io.homeostat.events.Score;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A session whose window has not passed yet.
 *
 * @param release the release of its first interaction: the arm that it entered
 * @param role role of that release then
 * @param planRevision revision of the TrafficPlan that assigned it
 * @param startMillis arrival of its first interaction
 * @param endMillis end of its window
 * @param capabilities what it brought so far
 */
public record OpenSession(
    String release,
    String role,
    long planRevision,
    long startMillis,
    long endMillis,
    Map<String, Tally> capabilities) {

  /** Copies the map. */
  public OpenSession {
    capabilities = capabilities == null ? Map.of() : Map.copyOf(capabilities);
  }

  static OpenSession begin(Score first, long windowMillis) {
    return new OpenSession(
        first.release(),
        first.role(),
        first.planRevision(),
        first.timeMillis(),
        first.timeMillis() + windowMillis,
        Map.of());
  }

  OpenSession plus(String capability, Score score, Set<String> parts) {
    Map<String, Tally> grown = new TreeMap<>(capabilities);
    grown.put(capability, capabilities.getOrDefault(capability, Tally.EMPTY).plus(score, parts));
    return new OpenSession(release, role, planRevision, startMillis, endMillis, grown);
  }

  /** This, when an earlier interaction turns out to be its first. */
  OpenSession from(long newStartMillis, long windowMillis) {
    return new OpenSession(
        release, role, planRevision, newStartMillis, newStartMillis + windowMillis, capabilities);
  }

  OpenSession corrected(String capability) {
    Map<String, Tally> grown = new TreeMap<>(capabilities);
    grown.computeIfPresent(capability, (_, tally) -> tally.plusCorrection());
    return new OpenSession(release, role, planRevision, startMillis, endMillis, grown);
  }

  SessionUnit close(String session) {
    return new SessionUnit(session, release, role, planRevision, startMillis, capabilities);
  }
}
