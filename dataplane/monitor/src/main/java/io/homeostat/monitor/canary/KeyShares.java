package io.homeostat.monitor.canary;

import java.util.Map;
import java.util.TreeMap;

/**
 * Finds session keys that bring a large share of the units, in bounded space.
 *
 * <p>Misra and Gries (1982) with {@value #COUNTERS} counters: after n units a counter is below the
 * true number by at most the number of common decrements, which is at most n/({@value #COUNTERS} +
 * 1).
 *
 * @param counters by session key
 * @param decrements made so far
 * @param units counted
 */
public record KeyShares(Map<String, Long> counters, long decrements, long units) {
  static final int COUNTERS = 64;

  /** No unit yet. */
  public static final KeyShares NONE = new KeyShares(Map.of(), 0, 0);

  /** Copies the map. */
  public KeyShares {
    counters = Map.copyOf(counters);
  }

  KeyShares plus(String key) {
    Map<String, Long> changed = new TreeMap<>(counters);
    if (changed.containsKey(key) || changed.size() < COUNTERS) {
      changed.merge(key, 1L, Long::sum);
      return new KeyShares(changed, decrements, units + 1);
    }
    changed.replaceAll((_, count) -> count - 1);
    changed.values().removeIf(count -> count == 0);
    return new KeyShares(changed, decrements + 1, units + 1);
  }

  /** Upper bound of the share of the busiest key, in [0,1]; 0 before the first unit. */
  double largest() {
    long most = counters.values().stream().mapToLong(count -> count).max().orElse(0);
    return units == 0 ? 0 : Math.min(1, (most + decrements) / (double) units);
  }
}
