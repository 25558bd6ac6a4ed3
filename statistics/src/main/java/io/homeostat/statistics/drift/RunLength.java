package io.homeostat.statistics.drift;

import java.util.Arrays;

/**
 * Mean run length of the Shiryaev–Roberts recursion M ← L·(M + 1) from M = 0 to its limit, by its
 * integral equation.
 *
 * <p>With u = ln(1 + M), D(u) = 1 + E[D(ln(1 + e^{u + ln L})); no alarm] is solved on 97 nodes with
 * cubic interpolation between them (the Nyström method; Moustakides, Polunchenko and Tartakovsky
 * 2011).
 */
final class RunLength {
  private static final int NODES = 97;

  private RunLength() {}

  /**
   * Expected number of values to M ≥ e^logLimit.
   *
   * @param logL values of ln L
   * @param weight their probabilities
   * @param logLimit &gt; 0
   */
  static double mean(double[] logL, double[] weight, double logLimit) {
    double top = softplus(logLimit);
    double step = top / (NODES - 1);
    double[][] system = new double[NODES][NODES + 1];
    double[] cubic = new double[4];
    for (int i = 0; i < NODES; i++) {
      double[] row = system[i];
      row[i] = 1;
      row[NODES] = 1;
      for (int a = 0; a < logL.length; a++) {
        double next = i * step + logL[a];
        if (next < logLimit) {
          int first = interpolate(softplus(next) / step, cubic);
          for (int j = 0; j < cubic.length; j++) {
            row[first + j] -= weight[a] * cubic[j];
          }
        }
      }
    }
    double solved = solve(system);
    return solved >= 1 ? solved : Double.POSITIVE_INFINITY;
  }

  private static double softplus(double x) {
    return x > 36 ? x : Math.log1p(Math.exp(x));
  }

  /** Lagrange weights of the four nodes around a position; returns the first node. */
  private static int interpolate(double position, double[] weights) {
    int first = Math.clamp((int) Math.floor(position) - 1, 0, NODES - 4);
    double t = position - first;
    weights[0] = -(t - 1) * (t - 2) * (t - 3) / 6;
    weights[1] = t * (t - 2) * (t - 3) / 2;
    weights[2] = -t * (t - 1) * (t - 3) / 2;
    weights[3] = t * (t - 1) * (t - 2) / 6;
    return first;
  }

  /** The first unknown of a linear system, by elimination from the last one up. */
  private static double solve(double[][] rows) {
    for (int column = NODES - 1; column >= 0; column--) {
      int pivot = column;
      for (int row = 0; row < column; row++) {
        pivot = Math.abs(rows[row][column]) > Math.abs(rows[pivot][column]) ? row : pivot;
      }
      double[] head = rows[pivot];
      rows[pivot] = rows[column];
      rows[column] = head;
      for (int row = 0; row < column; row++) {
        double factor = rows[row][column] / head[column];
        if (factor != 0) {
          for (int j = 0; j < column; j++) {
            rows[row][j] -= factor * head[j];
          }
          rows[row][NODES] -= factor * head[NODES];
        }
      }
    }
    return rows[0][NODES] / rows[0][0];
  }

  /** At most {@code most} averages of equally many neighbouring values, in ascending order. */
  static double[] condense(double[] values, int most) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted.length <= most) {
      return sorted;
    }
    double[] means = new double[most];
    double[] weights = new double[most];
    for (int i = 0; i < sorted.length; i++) {
      double from = (double) i * most / sorted.length;
      double to = (double) (i + 1) * most / sorted.length;
      int group = (int) from;
      double inGroup = Math.min(to, group + 1.0) - from;
      means[group] += inGroup * sorted[i];
      weights[group] += inGroup;
      if (to > group + 1 && group + 1 < most) {
        means[group + 1] += (to - group - 1) * sorted[i];
        weights[group + 1] += to - group - 1;
      }
    }
    for (int group = 0; group < most; group++) {
      means[group] /= weights[group];
    }
    return means;
  }
}
