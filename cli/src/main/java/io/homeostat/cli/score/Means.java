package io.homeostat.cli.score;

import java.util.List;

/** The means of named figures. */
final class Means {
  private final List<String> names;
  private final double[] sums;
  private long count;

  Means(List<String> names) {
    this.names = names;
    this.sums = new double[names.size()];
  }

  void add(double[] figures) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += figures[i];
    }
    count++;
  }

  long count() {
    return count;
  }

  double of(String name) {
    return sums[names.indexOf(name)] / count;
  }
}
