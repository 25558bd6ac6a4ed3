package io.homeostat.statistics.charts.runlength;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.distribution.NormalScores;
import java.util.Arrays;

/**
 * Average run length of {@link io.homeostat.statistics.charts.CusumChart}, two-sided.
 *
 * <p>One side from sum u: A(u) = 1 + A(0)·F(k − u) + ∫ A(y)·f(y + k − u) dy over (0, h] (Page
 * 1954), at Gauss–Legendre nodes. Both sides without head start: 1/A = 1/A⁺ + 1/A⁻ (Kemp 1961);
 * with it the formula of Lucas and Crosier (1982).
 *
 * @param k reference value in [0, 20]
 * @param h decision interval in (0, 200]
 * @param headStart share of h in [0, 1] at which both sums begin
 */
public record CusumRunLength(double k, double h, double headStart) implements ExactRunLength {
  private static final double LONGEST = 1e15;
  private static final int LEAST_NODES = 24;
  private static final int MOST_NODES = 500;
  private static final double NODES_PER_DEVIATION = 5;

  /** Checks the ranges. */
  public CusumRunLength {
    Require.within("k", k, 0, 20);
    Require.within("h", h, 1e-6, 200);
    Require.within("the head start as a share of h", headStart, 0, 1);
  }

  /** A chart without head start. */
  public CusumRunLength(double k, double h) {
    this(k, h, 0);
  }

  /** From zero and from the head start. */
  private record OneSide(double fromZero, double fromHeadStart) {}

  @Override
  public double of(NormalScores scores, ChartBaseline baseline) {
    StandardisedNormal z = StandardisedNormal.of(scores, baseline);
    OneSide upper = oneSide(z);
    OneSide lower = oneSide(z.mirrored());
    double both = upper.fromZero + lower.fromZero;
    return LinearSystem.runLength(
        (upper.fromHeadStart / both) * lower.fromZero
            + (lower.fromHeadStart / both) * upper.fromZero
            - (upper.fromZero / both) * lower.fromZero);
  }

  private OneSide oneSide(StandardisedNormal z) {
    double wanted = NODES_PER_DEVIATION * h / z.deviation();
    int size = (int) Math.clamp(wanted, LEAST_NODES, MOST_NODES);
    GaussLegendre rule = new GaussLegendre(size);
    double[] nodes = rule.nodes(0, h);
    double[] weights = rule.weights(0, h);
    double[][] a = new double[size + 1][size + 1];
    double[] lengths = new double[size + 1];
    Arrays.fill(lengths, 1);
    for (int i = 0; i <= size; i++) {
      double from = i == 0 ? 0 : nodes[i - 1];
      a[i][0] = -z.cumulative(k - from);
      for (int j = 0; j < size; j++) {
        a[i][j + 1] = -weights[j] * z.density(nodes[j] + k - from);
      }
      a[i][i] += 1;
    }
    LinearSystem.solve(a, lengths);
    double start = headStart * h;
    double fromStart = 1 + lengths[0] * z.cumulative(k - start);
    for (int j = 0; j < size; j++) {
      fromStart += lengths[j + 1] * weights[j] * z.density(nodes[j] + k - start);
    }
    return new OneSide(
        Math.min(LONGEST, LinearSystem.runLength(lengths[0])),
        Math.min(LONGEST, LinearSystem.runLength(fromStart)));
  }
}
