package io.homeostat.judge;

import java.util.Map;

/**
 * One judgement: a whole number from 1 to 5 for each dimension of the rubric.
 *
 * @param scores dimension → 1..5, never empty
 */
public record Rating(Map<String, Integer> scores) {
  public Rating {
    scores = Map.copyOf(scores);
  }

  /** Maps an anchored score to [0,1]: (s − 1) / 4. */
  public static double toUnit(double score) {
    return (score - 1) / 4;
  }

  /** Mean of the dimensions on the [0,1] scale. */
  public double mean() {
    return scores.values().stream().mapToDouble(Rating::toUnit).average().orElseThrow();
  }
}
