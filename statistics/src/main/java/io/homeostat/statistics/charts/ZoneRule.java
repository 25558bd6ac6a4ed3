package io.homeostat.statistics.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One rule on one side as a small automaton: its state is which of the last {@code window − 1}
 * values counted (bit 0 the newest), without those that can no longer matter. Charts and exact run
 * lengths use the same automaton, so that they cannot disagree.
 */
record ZoneRule(ChartRule rule, int sign) {
  /** Zones are numbered −4..4: 0 the centre line itself, ±1 zone C, … ±4 beyond zone A. */
  static final int MOST_ZONE = 4;

  /** The automata of the zone rules among {@code rules}. */
  static List<ZoneRule> of(Set<ChartRule> rules) {
    List<ZoneRule> all = new ArrayList<>();
    for (ChartRule rule : rules) {
      if (rule.counts() == ChartRule.Counts.ONE_SIDE) {
        all.add(new ZoneRule(rule, 1));
        all.add(new ZoneRule(rule, -1));
      } else if (rule.isZoneRule()) {
        all.add(new ZoneRule(rule, 0));
      }
    }
    return all;
  }

  /** The zone of a value in units of σ. */
  static int zone(double z) {
    double size = Math.abs(z);
    int zone = size == 0 ? 0 : 1;
    for (int border = 1; border < MOST_ZONE && size > border; border++) {
      zone++;
    }
    return z < 0 ? -zone : zone;
  }

  /** The last values including a new one, bit 0. */
  int window(int history, int zone) {
    int mask = (1 << rule.window()) - 1;
    return (history << 1 | (hit(zone) ? 1 : 0)) & mask;
  }

  private boolean hit(int zone) {
    return switch (rule.counts()) {
      case ONE_SIDE -> sign * zone > rule.sigmas();
      case INSIDE -> Math.abs(zone) <= rule.sigmas();
      case OUTSIDE -> Math.abs(zone) > rule.sigmas();
      default -> false;
    };
  }

  boolean fires(int window) {
    return Integer.bitCount(window) >= rule.count();
  }

  /** The state after a window: a bit is dropped when no future can make it count. */
  int history(int window) {
    int n = rule.window();
    int history = window & ((1 << (n - 1)) - 1);
    for (int age = n - 1; age > 0; age--) {
      int younger = history & ((1 << age) - 1);
      if (Integer.bitCount(younger) + n - age >= rule.count()) {
        return younger;
      }
      history = younger & ~(1 << (age - 1));
    }
    return 0;
  }
}
