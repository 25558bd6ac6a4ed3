package io.homeostat.statistics.charts.runlength;

import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.distribution.NormalScores;
import io.homeostat.statistics.distribution.ScoreDistribution;

/**
 * Average run length of {@link io.homeostat.statistics.charts.ShewhartChart}: 1/P(|x − mean| &gt;
 * L·σ), for any distribution.
 *
 * @param limit L &gt; 0
 */
public record ShewhartRunLength(double limit) implements ExactRunLength {
  /**
   * As {@link #of(NormalScores, ChartBaseline)} for any scores.
   *
   * @return infinite when no score is beyond the limits
   */
  public double ofScores(ScoreDistribution scores, ChartBaseline baseline) {
    double width = limit * baseline.deviation();
    double beyond =
        scores.below(baseline.mean() - width) + 1 - scores.cumulative(baseline.mean() + width);
    return 1 / Math.max(0, beyond);
  }

  @Override
  public double of(NormalScores scores, ChartBaseline baseline) {
    StandardisedNormal z = StandardisedNormal.of(scores, baseline);
    return 1 / (z.cumulative(-limit) + z.mirrored().cumulative(-limit));
  }
}
