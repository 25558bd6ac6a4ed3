package io.homeostat.statistics.samples;

import io.homeostat.statistics.Require;
import java.util.Arrays;

/**
 * Similarities of all pairs of pooled points: k(u, v) = exp(−‖u − v‖²/(2σ²)) with σ² = half the
 * median squared distance of all pairs (the mean when the median is 0).
 *
 * <p>σ² is found from both samples together, so that it is the same for every split of them.
 */
final class GaussianKernel {
  /** The most points that are compared pairwise; N²/2 numbers are kept. */
  static final int MOST_POINTS = 2_000;

  private static final double LARGEST = 1e100;

  private final double[][] below;

  private GaussianKernel(double[][] below) {
    this.below = below;
  }

  static GaussianKernel of(double[][] reference, double[][] current) {
    int size = reference.length + current.length;
    if (size > MOST_POINTS) {
      throw new IllegalArgumentException(
          "at most "
              + MOST_POINTS
              + " points are compared pairwise but there are "
              + size
              + ": pass a random part of them");
    }
    double[][] points = Arrays.copyOf(reference, size);
    System.arraycopy(current, 0, points, reference.length, current.length);
    double[][] below = new double[size][];
    for (int i = 0; i < size; i++) {
      check(points, i);
      below[i] = new double[i];
      for (int j = 0; j < i; j++) {
        below[i][j] = squaredDistance(points[i], points[j]);
      }
    }
    double scale = scale(below, size);
    for (double[] row : below) {
      for (int j = 0; j < row.length; j++) {
        row[j] = scale == 0 ? 1 : Math.exp(-row[j] / scale);
      }
    }
    return new GaussianKernel(below);
  }

  private static void check(double[][] points, int index) {
    if (points[index].length != points[0].length || points[index].length == 0) {
      throw new IllegalArgumentException(
          "all points need the same number of coordinates, at least 1, but point "
              + index
              + " has "
              + points[index].length
              + " and point 0 has "
              + points[0].length);
    }
    for (double coordinate : points[index]) {
      Require.within("a coordinate of point " + index, coordinate, -LARGEST, LARGEST);
    }
  }

  private static double squaredDistance(double[] u, double[] v) {
    double sum = 0;
    for (int k = 0; k < u.length; k++) {
      double d = u[k] - v[k];
      sum += d * d;
    }
    return sum;
  }

  /** 2σ². */
  private static double scale(double[][] below, int size) {
    double[] all = new double[size * (size - 1) / 2];
    int next = 0;
    for (double[] row : below) {
      System.arraycopy(row, 0, all, next, row.length);
      next += row.length;
    }
    if (all.length == 0) {
      return 0;
    }
    Arrays.sort(all);
    double median = (all[(all.length - 1) / 2] + all[all.length / 2]) / 2;
    return median > 0 ? median : Arrays.stream(all).average().orElse(0);
  }

  double of(int i, int j) {
    return i == j ? 1 : i > j ? below[i][j] : below[j][i];
  }

  int size() {
    return below.length;
  }
}
