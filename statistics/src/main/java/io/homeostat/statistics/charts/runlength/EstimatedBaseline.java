package io.homeostat.statistics.charts.runlength;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.distribution.NormalScores;
import java.util.function.DoubleFunction;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What a baseline of n normal values does to a chart: its mean and S miss the truth, so that the
 * run length differs from monitor to monitor and is mostly shorter than the textbook's.
 *
 * <p>For independent normal values the mean is normal with variance σ²/n and (n − 1)·S²/σ² is
 * chi-square with n − 1 degrees of freedom, independent of each other. Nothing here holds for other
 * distributions.
 *
 * @param n values of the baseline, 5 to 1,000,000
 */
public record EstimatedBaseline(int n) {
  private static final int NODES = 24;
  private static final double MOST_LIMIT = 100;
  private static final double WIDTH = 6;
  private static final double HALF_WIDTH = 5;
  private static final double TAIL = 1e-9;
  private static final double COARSE = 5e-6;
  private static final double FINE = 1e-7;

  /** Checks the range. */
  public EstimatedBaseline {
    Require.within("the number of baseline values", n, 5, 1_000_000);
  }

  /**
   * Limit for one new value: x̄ ± k·S contains it with probability 1 − α, k = t_{1−α/2, n−1}·√(1 +
   * 1/n).
   *
   * @param alpha in (0, 1)
   */
  public double predictionLimit(double alpha) {
    Require.between("the error probability", alpha, 0, 1);
    double t = TDistribution.of(n - 1.0).inverseSurvivalProbability(alpha / 2);
    return t * Math.sqrt(1 + 1.0 / n);
  }

  /** Average run length over all baselines that may come of {@code n} standard normal values. */
  public double average(ExactRunLength chart, NormalScores scores) {
    return expectation(baseline -> chart.of(scores, baseline), NODES);
  }

  /** Average of 1/ARL: false alarms per value over many monitors. */
  public double alarmRate(ExactRunLength chart, NormalScores scores) {
    return expectation(baseline -> 1 / chart.of(scores, baseline), NODES);
  }

  private interface Figure {
    double of(ChartBaseline baseline);
  }

  private double expectation(Figure figure, int nodes) {
    GaussLegendre rule = new GaussLegendre(nodes);
    NormalDistribution z = NormalDistribution.of(0, 1);
    ChiSquaredDistribution chi = ChiSquaredDistribution.of(n - 1.0);
    double low = chi.inverseCumulativeProbability(TAIL);
    double high = chi.inverseSurvivalProbability(TAIL);
    return rule.integral(
        v ->
            chi.density(v)
                * rule.integral(
                    x -> z.density(x) * figure.of(baseline(x, Math.sqrt(v / (n - 1)))),
                    -WIDTH,
                    WIDTH),
        low,
        high);
  }

  private ChartBaseline baseline(double z, double s) {
    return new ChartBaseline(z / Math.sqrt(n), s);
  }

  /**
   * The guaranteed-conditional limit: a share {@code coverage} of all monitors has at least an
   * average run length of {@code runLength}, for the baseline that they happen to have. Source: the
   * exceedance criterion of Albers and Kallenberg (2004) and Goedhart, Schoonhoven and Does (2017).
   *
   * @param coverage in (0, 1), by convention 0.9
   * @param runLength wanted average run length, in [2, 1e6]
   * @param chart chart by limit, for a chart whose run length grows with the limit
   * @return the limit in the chart's own unit, for S (not S/c4)
   */
  public double guaranteedLimit(
      double coverage, double runLength, DoubleFunction<? extends ExactRunLength> chart) {
    Require.between("the coverage", coverage, 0, 1);
    Require.within("the average run length", runLength, 2, 1e6);
    NormalScores standard = NormalScores.STANDARD;
    double known =
        LimitSearch.atLeast(runLength, 0.1, MOST_LIMIT, limit -> chart.apply(limit).of(standard));
    double low = 0.8 * known;
    double high = Math.min(MOST_LIMIT, 1.2 * known);
    while (high < MOST_LIMIT && share(chart.apply(high), runLength) < coverage) {
      low = high;
      high = Math.min(MOST_LIMIT, 1.3 * high);
    }
    while (high - low > COARSE * high) {
      double middle = (low + high) / 2;
      if (share(chart.apply(middle), runLength) < coverage) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Share of the monitors whose average run length is at least {@code runLength}. */
  private double share(ExactRunLength chart, double runLength) {
    NormalDistribution z = NormalDistribution.of(0, 1);
    ChiSquaredDistribution chi = ChiSquaredDistribution.of(n - 1.0);
    GaussLegendre rule = new GaussLegendre(NODES);
    return 2
        * rule.integral(
            x -> {
              double s = leastSpread(chart, runLength, x, chi);
              return z.density(x) * chi.survivalProbability(s * s * (n - 1));
            },
            0,
            HALF_WIDTH);
  }

  /** The S from which on the chart with mean error {@code z} has the wanted run length. */
  private double leastSpread(
      ExactRunLength chart, double runLength, double z, ChiSquaredDistribution chi) {
    double low = Math.sqrt(chi.inverseCumulativeProbability(TAIL) / (n - 1));
    double high = Math.sqrt(chi.inverseSurvivalProbability(TAIL) / (n - 1));
    return LimitSearch.crossing(
        runLength, low, high, FINE, s -> chart.of(NormalScores.STANDARD, baseline(z, s)));
  }
}
