package io.homeostat.statistics.charts.runlength;

/** Solves dense linear systems by Gaussian elimination with row pivots. */
final class LinearSystem {
  private static final double LONGEST = 1e12;

  private LinearSystem() {}

  /** The x with a·x = b; overwrites both. */
  static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    for (int column = 0; column < n; column++) {
      pivot(a, b, column);
      double[] top = a[column];
      for (int row = column + 1; row < n; row++) {
        double factor = a[row][column] / top[column];
        if (factor != 0) {
          double[] target = a[row];
          for (int j = column + 1; j < n; j++) {
            target[j] -= factor * top[j];
          }
          b[row] -= factor * b[column];
        }
      }
    }
    for (int row = n - 1; row >= 0; row--) {
      double sum = b[row];
      for (int j = row + 1; j < n; j++) {
        sum -= a[row][j] * b[j];
      }
      b[row] = sum / a[row][row];
    }
    return b;
  }

  private static void pivot(double[][] a, double[] b, int column) {
    int best = column;
    for (int row = column + 1; row < b.length; row++) {
      if (Math.abs(a[row][column]) > Math.abs(a[best][column])) {
        best = row;
      }
    }
    double[] row = a[best];
    a[best] = a[column];
    a[column] = row;
    double value = b[best];
    b[best] = b[column];
    b[column] = value;
  }

  /**
   * A run length that was solved for; infinite when it is so long (above 1e12) that rounding made
   * it meaningless.
   */
  static double runLength(double solved) {
    return solved >= 1 - 1e-9 && solved <= LONGEST ? solved : Double.POSITIVE_INFINITY;
  }
}
