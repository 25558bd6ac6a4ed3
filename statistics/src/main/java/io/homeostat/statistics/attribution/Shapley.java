package io.homeostat.statistics.attribution;

import io.homeostat.statistics.Require;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shares a change among the components that changed together (prompt, model, mix): the part of
 * component i is its mean effect over all orders in which the components could have been changed,
 * φ_i = Σ_S |S|!(k − |S| − 1)!/k!·(v(S ∪ i) − v(S)); the parts add up to v(all) − v(none) (Shapley
 * 1953). Exact over all 2^k sets, for at most 8 components.
 *
 * <p>v(S) is the quality with the components S changed and must be measured: by replaying the same
 * items on such releases, or from overlapping traffic of at least 100 units per set. When a set was
 * not measured, no share is invented: the components are reported as {@link Confounded}. The shares
 * are association unless the change was randomised.
 */
public sealed interface Shapley {
  /** The most components that are shared among. */
  int MOST_COMPONENTS = 8;

  /**
   * The shares.
   *
   * @param parts φ per component, in the order given; they add up to the change
   */
  record Shares(Map<String, Double> parts) implements Shapley {}

  /**
   * Components that cannot be told apart by what was measured.
   *
   * @param components all that changed
   * @param change v(all) − v(none)
   * @param missing a set that was not measured
   */
  record Confounded(List<String> components, double change, Set<String> missing)
      implements Shapley {}

  /**
   * Shares the change.
   *
   * @param components that changed, 1 to 8, each once
   * @param measured v per set of changed components; the empty set and the full one are needed
   */
  static Shapley of(List<String> components, Map<Set<String>, Double> measured) {
    int k = Require.within("the number of components", components.size(), 1, MOST_COMPONENTS);
    if (Set.copyOf(components).size() < k) {
      throw new IllegalArgumentException("components must differ but are " + components);
    }
    double[] values = new double[1 << k];
    Set<String> missing = null;
    for (int set = 0; set < values.length; set++) {
      Set<String> names = names(components, set);
      Double value = measured.get(names);
      if (value != null) {
        values[set] = Require.within("the value with " + names, value, -1e9, 1e9);
      } else if (set == 0 || set == values.length - 1) {
        throw new IllegalArgumentException(
            "the value with " + names + " is needed: measure before and after the change");
      } else {
        missing = missing == null ? names : missing;
      }
    }
    if (missing != null) {
      return new Confounded(
          List.copyOf(components), values[values.length - 1] - values[0], missing);
    }
    Map<String, Double> parts = new LinkedHashMap<>();
    for (int i = 0; i < k; i++) {
      double part = 0;
      for (int set = 0; set < values.length; set++) {
        if ((set & 1 << i) == 0) {
          part += weight(Integer.bitCount(set), k) * (values[set | 1 << i] - values[set]);
        }
      }
      parts.put(components.get(i), part);
    }
    return new Shares(Collections.unmodifiableMap(parts));
  }

  private static double weight(int size, int k) {
    // 1/(k·(k − 1 over size))
    double ways = k;
    for (int i = 1; i <= size; i++) {
      ways = ways * (k - i) / i;
    }
    return 1 / ways;
  }

  private static Set<String> names(List<String> components, int set) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < components.size(); i++) {
      if ((set & 1 << i) != 0) {
        names.add(components.get(i));
      }
    }
    return Set.copyOf(names);
  }
}
