package io.homeostat.statistics.streams;

import io.homeostat.statistics.Require;
import java.util.Arrays;

/**
 * Chooses which of K p-values to believe so that the expected share of false ones is at most q, for
 * independent or positively dependent p-values.
 *
 * <p>k* = max{k : p_(k) ≤ qk/K}; every p ≤ p_(k*) is rejected. For comparison with e-BH, which
 * needs no assumption on dependence. Source: Benjamini and Hochberg (1995); Benjamini and Yekutieli
 * (2001).
 */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /**
   * Which hypotheses are rejected.
   *
   * @param p of each of the K ≥ 1 hypotheses, in [0, 1]
   * @param q in (0, 1)
   */
  public static boolean[] rejected(double[] p, double q) {
    Require.between("q", q, 0, 1);
    Require.atLeast("the number of hypotheses", p.length, 1);
    for (double value : p) {
      Require.unit("a p-value", value);
    }
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    double limit = -1;
    for (int k = sorted.length; k >= 1 && limit < 0; k--) {
      if (sorted[k - 1] <= q * k / sorted.length) {
        limit = sorted[k - 1];
      }
    }
    boolean[] rejected = new boolean[p.length];
    for (int i = 0; i < p.length; i++) {
      rejected[i] = p[i] <= limit;
    }
    return rejected;
  }
}
