package io.homeostat.statistics.charts.runlength;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.distribution.NormalScores;
import java.util.Arrays;

/**
 * Average run length of {@link io.homeostat.statistics.charts.EwmaChart}, two-sided.
 *
 * <p>With fixed limits ±H the run length A from Z = u solves A(u) = 1 + 1/λ·∫ A(y)·f((y − (1 −
 * λ)u)/λ) dy over [−H, H] (Crowder 1987), here at Gauss–Legendre nodes (Nyström's method). With
 * time-varying limits the same step is taken backwards from a time at which the limits have
 * settled.
 *
 * @param lambda λ in [0.001, 1]
 * @param limit L in (0, 200]
 * @param timeVarying whether the limits are those of each t
 */
public record EwmaRunLength(double lambda, double limit, boolean timeVarying)
    implements ExactRunLength {
  private static final int LEAST_NODES = 24;
  private static final int MOST_NODES = 500;
  private static final double NODES_PER_DEVIATION = 3;
  private static final double SETTLED = 1e-9;

  /** Checks the ranges. */
  public EwmaRunLength {
    Require.within("lambda", lambda, 0.001, 1);
    Require.within("the limit", limit, 1e-3, 200);
  }

  @Override
  public double of(NormalScores scores, ChartBaseline baseline) {
    StandardisedNormal z = StandardisedNormal.of(scores, baseline);
    double bound = limit * Math.sqrt(lambda / (2 - lambda));
    double deviations = 2 * bound / (lambda * z.deviation());
    int size = (int) Math.clamp(NODES_PER_DEVIATION * deviations, LEAST_NODES, MOST_NODES);
    GaussLegendre rule = new GaussLegendre(size);
    double[] nodes = rule.nodes(-bound, bound);
    double[] weights = rule.weights(-bound, bound);
    double[][] a = new double[size][size];
    double[] lengths = new double[size];
    Arrays.fill(lengths, 1);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        a[i][j] = (i == j ? 1 : 0) - weights[j] * kernel(z, nodes[i], nodes[j]);
      }
    }
    LinearSystem.solve(a, lengths);
    return LinearSystem.runLength(
        timeVarying ? backwards(z, rule, bound, lengths) : after(z, 0, rule, bound, lengths));
  }

  private double backwards(
      StandardisedNormal z, GaussLegendre rule, double bound, double[] settled) {
    double decay = 2 * Math.log1p(-lambda);
    int last = lambda == 1 ? 1 : (int) Math.ceil(Math.log(SETTLED) / decay);
    double[] lengths = settled;
    double width = bound;
    for (int t = last; t > 1; t--) {
      double earlier = bound * Math.sqrt(-Math.expm1((t - 1) * decay));
      double[] from = rule.nodes(-earlier, earlier);
      double[] before = new double[from.length];
      for (int i = 0; i < from.length; i++) {
        before[i] = after(z, from[i], rule, width, lengths);
      }
      lengths = before;
      width = earlier;
    }
    return after(z, 0, rule, width, lengths);
  }

  /** 1 + the mean run length that is left after one more value from {@code u}. */
  private double after(
      StandardisedNormal z, double u, GaussLegendre rule, double width, double[] lengths) {
    double[] nodes = rule.nodes(-width, width);
    double[] weights = rule.weights(-width, width);
    double sum = 1;
    for (int j = 0; j < nodes.length; j++) {
      sum += weights[j] * kernel(z, u, nodes[j]) * lengths[j];
    }
    return sum;
  }

  private double kernel(StandardisedNormal z, double from, double to) {
    return z.density((to - (1 - lambda) * from) / lambda) / lambda;
  }
}
