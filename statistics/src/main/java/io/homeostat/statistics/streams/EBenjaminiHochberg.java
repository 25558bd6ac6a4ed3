package io.homeostat.statistics.streams;

import io.homeostat.statistics.Require;
import java.util.Arrays;

/**
 * Chooses which of K e-values to believe so that the expected share of false ones among them is at
 * most α, however they depend on each other.
 *
 * <p>k* = max{k : e_(k) ≥ K/(αk)} with e_(1) ≥ e_(2) ≥ …; every e-value ≥ K/(αk*) is rejected.
 * E-values are passed as logarithms. Source: Wang and Ramdas, False discovery rate control with
 * e-values (2022).
 */
public final class EBenjaminiHochberg {
  private EBenjaminiHochberg() {}

  /**
   * The limit that an e-value has to reach.
   *
   * @param logEvidence ln e of each of the K ≥ 1 hypotheses; negative infinity for no evidence
   * @param alpha α in (0, 1)
   * @return ln(K/(αk*)), or positive infinity when nothing is rejected
   */
  public static double logLimit(double[] logEvidence, double alpha) {
    return logLimit(logEvidence.clone(), logEvidence.length, alpha);
  }

  /** As the public one; sorts the array that it is given, for callers that own it. */
  static double logLimit(double[] sorted, int size, double alpha) {
    Require.between("alpha", alpha, 0, 1);
    Require.atLeast("the number of hypotheses", size, 1);
    for (int i = 0; i < size; i++) {
      checkEvidence(sorted[i]);
    }
    Arrays.sort(sorted, 0, size);
    for (int k = size; k >= 1; k--) {
      double limit = Math.log(size / (alpha * k));
      if (sorted[size - k] >= limit) {
        return limit;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Which hypotheses are rejected.
   *
   * @param logEvidence as in {@link #logLimit}
   * @param alpha α in (0, 1)
   */
  public static boolean[] rejected(double[] logEvidence, double alpha) {
    double limit = logLimit(logEvidence, alpha);
    boolean[] rejected = new boolean[logEvidence.length];
    for (int i = 0; i < rejected.length; i++) {
      rejected[i] = logEvidence[i] >= limit;
    }
    return rejected;
  }

  static double checkEvidence(double logEvidence) {
    if (Double.isNaN(logEvidence) || logEvidence == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "the logarithm of an e-value must be a number or negative infinity but is "
              + logEvidence);
    }
    return logEvidence;
  }
}
