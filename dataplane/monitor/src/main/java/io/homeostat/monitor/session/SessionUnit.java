package io.homeostat.monitor.session;

import java.util.Map;
import java.util.SplittableRandom;

/**
 * A closed session: the unit of drift and canary.
 *
 * @param session opaque digest of its key
 * @param release the arm that it entered
 * @param role {@code Stable}, {@code Candidate}, {@code Holdback} or {@code Shadow} of that release
 *     when it began
 * @param planRevision revision of the TrafficPlan that assigned it
 * @param startMillis arrival of its first interaction
 * @param capabilities what it brought, never empty
 */
public record SessionUnit(
    String session,
    String release,
    String role,
    long planRevision,
    long startMillis,
    Map<String, Tally> capabilities) {
  /** Role whose sessions feed drift streams. */
  public static final String STABLE = "Stable";

  /** Role of the release under test. */
  public static final String CANDIDATE = "Candidate";

  /** Role of a release whose answers no client sees. */
  public static final String SHADOW = "Shadow";

  /** Copies the map. */
  public SessionUnit {
    capabilities = Map.copyOf(capabilities);
  }

  /**
   * A number in [0, 1) that only chance decides, the same whenever it is asked for.
   *
   * @param of what it is for
   */
  public double chance(String of) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (char character : (session + ' ' + startMillis + ' ' + of).toCharArray()) {
      hash = (hash ^ character) * 0x100000001b3L;
    }
    return new SplittableRandom(hash).nextDouble();
  }
}
