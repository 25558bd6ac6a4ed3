package io.homeostat.monitor.canary;

import io.homeostat.monitor.session.Tally;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Chooses the scorer set under which both arms are compared, per capability: the one that most
 * sessions brought so far.
 *
 * <p>The choice for a session is made from those before it, so the tests stay valid.
 *
 * @param sessions by capability and scorer set
 */
public record SetChoice(Map<String, Map<String, Long>> sessions) {
  /** No session yet. */
  public static final SetChoice NONE = new SetChoice(Map.of());

  private static final int MOST_SETS = 8;

  /** Copies the outer map. */
  public SetChoice {
    sessions = Map.copyOf(sessions);
  }

  /** The set for the next session; the session's own when it is the first. */
  Optional<String> of(String capability, Tally tally) {
    Map<String, Long> known = sessions.getOrDefault(capability, Map.of());
    if (known.isEmpty()) {
      return tally.sets().entrySet().stream()
          .max(
              Comparator.comparing(
                      (Map.Entry<String, io.homeostat.monitor.session.Sum> set) ->
                          set.getValue().count())
                  .thenComparing(Map.Entry::getKey))
          .map(Map.Entry::getKey);
    }
    return known.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey);
  }

  SetChoice plus(Map<String, Tally> capabilities) {
    Map<String, Map<String, Long>> grown = new TreeMap<>(sessions);
    capabilities.forEach(
        (capability, tally) -> {
          Map<String, Long> counts = new TreeMap<>(grown.getOrDefault(capability, Map.of()));
          tally.sets().keySet().stream()
              .filter(set -> counts.containsKey(set) || counts.size() < MOST_SETS)
              .forEach(set -> counts.merge(set, 1L, Long::sum));
          grown.put(capability, counts);
        });
    return new SetChoice(grown);
  }
}
