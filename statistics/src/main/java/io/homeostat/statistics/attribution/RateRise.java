package io.homeostat.statistics.attribution;

import io.homeostat.statistics.Require;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * Whether a rate has risen between two periods, as corrections by users do when the world changes.
 *
 * @param before share of cases before, in [0, 1]
 * @param after share of cases after, in [0, 1]
 * @param pValue one-sided exact p-value of "not risen", in (0, 1]
 */
public record RateRise(double before, double after, double pValue) {

  /**
   * Fisher's exact test, one-sided: P(at least this many of all cases fall into the second period |
   * both periods' sizes and the number of cases), hypergeometric. For one look, at an alarm;
   * looking again and again makes it reject too often. Source: Fisher 1935.
   *
   * @param casesBefore in 0..totalBefore
   * @param totalBefore at least 1
   * @param casesAfter in 0..totalAfter
   * @param totalAfter at least 1
   */
  public static RateRise fisher(int casesBefore, int totalBefore, int casesAfter, int totalAfter) {
    Require.within("the total before", totalBefore, 1, Integer.MAX_VALUE / 2);
    Require.within("the total after", totalAfter, 1, Integer.MAX_VALUE / 2);
    Require.within("the cases before", casesBefore, 0, totalBefore);
    Require.within("the cases after", casesAfter, 0, totalAfter);
    double p = 1;
    if (casesAfter > 0) {
      p =
          HypergeometricDistribution.of(
                  totalBefore + totalAfter, casesBefore + casesAfter, totalAfter)
              .survivalProbability(casesAfter - 1);
    }
    return new RateRise(
        casesBefore / (double) totalBefore, casesAfter / (double) totalAfter, Math.min(1, p));
  }

  /**
   * Whether the rate has risen at a level.
   *
   * @param alpha in (0, 0.5]
   */
  public boolean risen(double alpha) {
    Require.within("the level of a test", alpha, Double.MIN_NORMAL, 0.5);
    return pValue <= alpha;
  }
}
