package io.homeostat.monitor.detection;

import io.homeostat.monitor.Toy;
import java.util.Arrays;

/** How things stand while one interaction happens. */
final class Circumstances {
  static final String SECOND = Toy.CANDIDATE;
  static final double JUDGE_FALL = 0.3;

  final double[] right;
  final double[] shares;
  String release = Toy.STABLE;
  double weakLanguage = 0.03;
  double longQuestions = 0.05;
  double hardQuestions;
  double truncated = 0.005;
  double corrected;
  double judgeFall;
  long latencyMillis = 1_000;

  Circumstances(int capabilities) {
    right = new double[capabilities];
    Arrays.fill(right, 0.9);
    shares = new double[capabilities];
    Arrays.fill(shares, 1);
  }

  /**
   * The capability of a question.
   *
   * @param draw in [0,1)
   */
  int capability(double draw) {
    double left = draw * Arrays.stream(shares).sum();
    int chosen = 0;
    while (chosen < shares.length - 1 && left >= shares[chosen]) {
      left -= shares[chosen];
      chosen++;
    }
    return chosen;
  }
}
