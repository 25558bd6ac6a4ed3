package io.homeostat.scorer.pipeline;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.scorer.policy.ScoringPolicy.Weights;
import java.util.Map;
import java.util.TreeSet;

/**
 * The weighted mean of the parts that could be had, and the digest that keeps different sets of
 * parts apart.
 */
public final class Composite {
  public static final String JUDGE = "judge";
  public static final String LEXICAL = "lexical";
  public static final String SEMANTIC = "semantic";

  private Composite() {}

  /**
   * Weighted mean with the weights of missing parts redistributed.
   *
   * @param parts part → value in [0,1]; names that have no weight are ignored
   * @return value in [0,1]; null when no weighted part is there
   */
  public static Double of(Map<String, Double> parts, Weights weights) {
    double sum = 0;
    double total = 0;
    for (var part : parts.entrySet()) {
      double weight = weight(part.getKey(), weights);
      sum += weight * part.getValue();
      total += weight;
    }
    return total == 0 ? null : sum / total;
  }

  /**
   * Digest of judge and parts, 12 hex digits: values of different sets never meet in one test.
   *
   * @param judgeDigest digest of the judge; null without one
   * @param parts names of the weighted parts that are present
   */
  public static String scorerSet(String judgeDigest, Iterable<String> parts) {
    TreeSet<String> names = new TreeSet<>();
    parts.forEach(names::add);
    return CanonicalJson.sha256(judgeDigest + "|" + String.join(",", names)).substring(0, 12);
  }

  private static double weight(String part, Weights weights) {
    return switch (part) {
      case JUDGE -> weights.judge();
      case LEXICAL -> weights.lexical();
      case SEMANTIC -> weights.semantic();
      default -> 0;
    };
  }
}
