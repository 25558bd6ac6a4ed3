package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The finite automaton of a set of zone rules: which states the rules can be in together, reduced
 * to the fewest that behave differently. It is the Markov chain of Champ and Woodall (1987), made
 * for any subset.
 */
public final class RuleChain {
  /** Zones a value can fall into, lowest first; the middle one is the centre line itself. */
  public static final int ZONES = 2 * ZoneRule.MOST_ZONE + 1;

  /** The target that stands for a signal. */
  public static final int SIGNAL = -1;

  private final int[][] targets;

  private RuleChain(int[][] targets) {
    this.targets = targets;
  }

  /**
   * The automaton of {@code rules}.
   *
   * @param rules at least one, all zone rules ({@link ChartRule#isZoneRule})
   */
  public static RuleChain of(Set<ChartRule> rules) {
    Require.within("the number of rules", rules.size(), 1, ChartRule.values().length);
    for (ChartRule rule : rules) {
      if (!rule.isZoneRule()) {
        throw new IllegalArgumentException(
            rule + " looks at the order of the values and has no finite chain: simulate it");
      }
    }
    return new RuleChain(reduced(reachable(ZoneRule.of(rules))));
  }

  /** Number of states; state 0 is the start. */
  public int size() {
    return targets.length;
  }

  /** The state after a value in {@code zone} (0..8), or {@link #SIGNAL}. */
  public int target(int state, int zone) {
    return targets[state][zone];
  }

  private static int[][] reachable(List<ZoneRule> rules) {
    Map<List<Integer>, Integer> numbers = new HashMap<>();
    List<List<Integer>> states = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    List<Integer> start = rules.stream().map(rule -> 0).toList();
    numbers.put(start, 0);
    states.add(start);
    for (int state = 0; state < states.size(); state++) {
      int[] row = new int[ZONES];
      for (int zone = 0; zone < ZONES; zone++) {
        List<Integer> next = next(rules, states.get(state), zone - ZoneRule.MOST_ZONE);
        if (next.isEmpty()) {
          row[zone] = SIGNAL;
          continue;
        }
        Integer known = numbers.putIfAbsent(next, states.size());
        if (known == null) {
          states.add(next);
        }
        row[zone] = numbers.get(next);
      }
      targets.add(row);
    }
    return targets.toArray(int[][]::new);
  }

  /** The histories after a value, or nothing when a rule fires. */
  private static List<Integer> next(List<ZoneRule> rules, List<Integer> histories, int zone) {
    List<Integer> next = new ArrayList<>(rules.size());
    for (int i = 0; i < rules.size(); i++) {
      ZoneRule rule = rules.get(i);
      int window = rule.window(histories.get(i), zone);
      if (rule.fires(window)) {
        return List.of();
      }
      next.add(rule.history(window));
    }
    return next;
  }

  /** Merges states that no sequence of zones can tell apart (Moore 1956). */
  private static int[][] reduced(int[][] targets) {
    int[] group = new int[targets.length];
    int groups = 1;
    while (true) {
      Map<List<Integer>, Integer> numbers = new HashMap<>();
      int[] finer = new int[targets.length];
      for (int state = 0; state < targets.length; state++) {
        List<Integer> signature = new ArrayList<>(ZONES + 1);
        signature.add(group[state]);
        for (int target : targets[state]) {
          signature.add(target == SIGNAL ? SIGNAL : group[target]);
        }
        Integer number = numbers.putIfAbsent(signature, numbers.size());
        finer[state] = number == null ? numbers.size() - 1 : number;
      }
      group = finer;
      if (numbers.size() == groups) {
        return merged(targets, group, groups);
      }
      groups = numbers.size();
    }
  }

  private static int[][] merged(int[][] targets, int[] group, int groups) {
    int[][] merged = new int[groups][];
    for (int state = 0; state < targets.length; state++) {
      merged[group[state]] =
          Arrays.stream(targets[state])
              .map(target -> target == SIGNAL ? SIGNAL : group[target])
              .toArray();
    }
    return merged;
  }
}
