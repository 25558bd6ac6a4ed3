package io.homeostat.scorer.pipeline;

import io.homeostat.crds.common.CanonicalJson;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;

/**
 * The weighted mean of the parts that could be had, and the digest that keeps different sets of
 * parts apart.
 */
public final class Composite {
  private static final int DIGITS = 12;

  private Composite() {}

  /**
   * Weighted mean with the weights of missing parts redistributed.
   *
   * @param parts part → value in [0,1]; names that have no weight are ignored
   * @param weights part → weight, at least 0
   * @return value in [0,1]; null when no weighted part is there
   */
  public static Double of(Map<String, Double> parts, Map<String, Double> weights) {
    double sum = 0;
    double total = 0;
    for (var part : parts.entrySet()) {
      double weight = weights.getOrDefault(part.getKey(), 0d);
      sum += weight * part.getValue();
      total += weight;
    }
    return total == 0 ? null : sum / total;
  }

  /**
   * Digest of judge, measure and parts, 12 hex digits: values of different sets never meet in one
   * test.
   *
   * @param judgeDigest digest of the judge; null without one
   * @param measure digest of weights and checks
   * @param parts names of the weighted parts that are present
   */
  public static String scorerSet(String judgeDigest, String measure, Collection<String> parts) {
    String names = String.join(",", new TreeSet<>(parts));
    return CanonicalJson.sha256(judgeDigest + "|" + measure + "|" + names).substring(0, DIGITS);
  }
}
