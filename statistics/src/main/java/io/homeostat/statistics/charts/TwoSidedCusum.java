package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import io.homeostat.statistics.charts.ChartDecision.Side;

/** The two sums of a tabular CUSUM, of whatever was standardised. */
final class TwoSidedCusum {
  private final double k;
  private final double h;
  private final double headStart;
  private double upper;
  private double lower;
  private long count;

  TwoSidedCusum(double k, double h, double headStart) {
    this.k = Require.within("k", k, 0, 100);
    this.h = Require.within("h", h, 1e-6, 1e6);
    this.headStart = Require.within("the head start as a share of h", headStart, 0, 1);
    restart();
  }

  void observe(double z) {
    upper = Math.max(0, upper + z - k);
    lower = Math.max(0, lower - z - k);
    count++;
  }

  boolean signals() {
    return Math.max(upper, lower) > h;
  }

  ChartDecision decide() {
    if (count == 0) {
      return new ChartDecision.NotEnoughData(0, 1);
    }
    boolean rise = upper >= lower;
    double sum = rise ? upper : lower;
    return sum > h
        ? new ChartDecision.Signal(ChartRule.LIMIT, rise ? Side.UPPER : Side.LOWER, sum, h)
        : new ChartDecision.InControl(sum, h);
  }

  void restart() {
    upper = headStart * h;
    lower = headStart * h;
    count = 0;
  }

  StateWriter write(StateWriter out) {
    return out.put(k).put(h).put(headStart).put(upper).put(lower).put(count);
  }

  static TwoSidedCusum read(StateReader in) {
    TwoSidedCusum sums = new TwoSidedCusum(in.nextDouble(), in.nextDouble(), in.nextDouble());
    sums.upper = Require.within("a saved sum", in.nextDouble(), 0, Double.MAX_VALUE);
    sums.lower = Require.within("a saved sum", in.nextDouble(), 0, Double.MAX_VALUE);
    sums.count = Require.atLeast("a count", in.nextLong(), 0);
    return sums;
  }
}
