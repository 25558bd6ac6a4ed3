package io.homeostat.statistics.charts.runlength;

import java.util.function.DoubleUnaryOperator;

/** Gauss–Legendre quadrature on [low, high]: nodes by Newton's method on the polynomials. */
final class GaussLegendre {
  private final double[] unitNodes;
  private final double[] unitWeights;

  /** With n nodes. */
  GaussLegendre(int n) {
    unitNodes = new double[n];
    unitWeights = new double[n];
    for (int i = 0; i < (n + 1) / 2; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double slope = 1;
      for (int step = 0; step < 20; step++) {
        double before = 1;
        double value = x;
        for (int k = 2; k <= n; k++) {
          double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
          before = value;
          value = next;
        }
        slope = n * (x * value - before) / (x * x - 1);
        double correction = value / slope;
        x -= correction;
        if (Math.abs(correction) < 1e-15) {
          break;
        }
      }
      double weight = 2 / ((1 - x * x) * slope * slope);
      unitNodes[i] = -x;
      unitNodes[n - 1 - i] = x;
      unitWeights[i] = weight;
      unitWeights[n - 1 - i] = weight;
    }
  }

  int size() {
    return unitNodes.length;
  }

  double[] nodes(double low, double high) {
    double[] nodes = new double[size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = (low + high) / 2 + (high - low) / 2 * unitNodes[i];
    }
    return nodes;
  }

  double[] weights(double low, double high) {
    double[] weights = new double[size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (high - low) / 2 * unitWeights[i];
    }
    return weights;
  }

  double integral(DoubleUnaryOperator f, double low, double high) {
    double[] x = nodes(low, high);
    double[] w = weights(low, high);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += w[i] * f.applyAsDouble(x[i]);
    }
    return sum;
  }
}
