package io.homeostat.statistics.samples;

import java.util.Arrays;

/** (CKC + I)⁻¹ for a kernel K and the centring C = I − 11ᵀ/N, by Cholesky's decomposition. */
final class RidgeInverse {
  private RidgeInverse() {}

  static double[][] of(GaussianKernel kernel) {
    double[][] lower = centred(kernel);
    decompose(lower);
    int size = lower.length;
    double[][] inverse = new double[size][size];
    double[] column = new double[size];
    for (int c = 0; c < size; c++) {
      solve(lower, c, column);
      for (int i = 0; i < size; i++) {
        inverse[i][c] = column[i];
      }
    }
    return inverse;
  }

  private static double[][] centred(GaussianKernel kernel) {
    int size = kernel.size();
    double[] mean = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        mean[i] += kernel.of(i, j) / size;
      }
    }
    double all = Arrays.stream(mean).sum() / size;
    double[][] centred = new double[size][];
    for (int i = 0; i < size; i++) {
      centred[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        centred[i][j] = kernel.of(i, j) - mean[i] - mean[j] + all + (i == j ? 1 : 0);
      }
    }
    return centred;
  }

  /** Replaces a positive definite matrix, given by its lower rows, by its factor L. */
  private static void decompose(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = rows[i][j];
        for (int k = 0; k < j; k++) {
          sum -= rows[i][k] * rows[j][k];
        }
        rows[i][j] = i == j ? Math.sqrt(sum) : sum / rows[j][j];
      }
    }
  }

  /** Solves LLᵀx = e_c. */
  private static void solve(double[][] lower, int c, double[] x) {
    int size = lower.length;
    for (int i = 0; i < size; i++) {
      double sum = i == c ? 1 : 0;
      for (int k = c; k < i; k++) {
        sum -= lower[i][k] * x[k];
      }
      x[i] = i < c ? 0 : sum / lower[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
      x[i] /= lower[i][i];
      for (int k = 0; k < i; k++) {
        x[k] -= lower[i][k] * x[i];
      }
    }
  }
}
