package io.homeostat.statistics.charts.runlength;

import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.distribution.NormalScores;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Density and distribution function of normal values, as a chart standardises them.
 *
 * @param mean their mean
 * @param deviation their standard deviation, &gt; 0
 */
record StandardisedNormal(double mean, double deviation) {
  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);
  private static final double NORMALISER = 1 / Math.sqrt(2 * Math.PI);

  static StandardisedNormal of(NormalScores scores, ChartBaseline baseline) {
    return new StandardisedNormal(
        (scores.mean() - baseline.mean()) / baseline.deviation(),
        scores.deviation() / baseline.deviation());
  }

  double density(double x) {
    double z = (x - mean) / deviation;
    return NORMALISER / deviation * Math.exp(-z * z / 2);
  }

  double cumulative(double x) {
    return STANDARD.cumulativeProbability((x - mean) / deviation);
  }

  StandardisedNormal mirrored() {
    return new StandardisedNormal(-mean, deviation);
  }
}
