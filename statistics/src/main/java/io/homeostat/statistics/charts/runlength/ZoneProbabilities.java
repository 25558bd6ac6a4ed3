package io.homeostat.statistics.charts.runlength;

import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.charts.RuleChain;
import io.homeostat.statistics.distribution.ScoreDistribution;

/** How often a score falls into each zone of a chart with run rules. */
final class ZoneProbabilities {
  private static final int BORDERS = 3;

  private ZoneProbabilities() {}

  /**
   * Probabilities of the zones, lowest first, beyond being strict.
   *
   * @param limit border of zone A in σ of the baseline; the others at one and two thirds
   */
  static double[] of(ScoreDistribution scores, ChartBaseline baseline, double limit) {
    double unit = baseline.deviation() * limit / BORDERS;
    double centre = baseline.mean();
    double[] p = new double[RuleChain.ZONES];
    int middle = p.length / 2;
    double atCentre = scores.cumulative(centre) - scores.below(centre);
    p[middle] = atCentre;
    double below = scores.below(centre);
    double atMost = scores.cumulative(centre);
    for (int border = 1; border <= BORDERS; border++) {
      double lower = scores.below(centre - border * unit);
      double upper = scores.cumulative(centre + border * unit);
      p[middle - border] = below - lower;
      p[middle + border] = upper - atMost;
      below = lower;
      atMost = upper;
    }
    p[0] = below;
    p[p.length - 1] = 1 - atMost;
    return p;
  }
}
