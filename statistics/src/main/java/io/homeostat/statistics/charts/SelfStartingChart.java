package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Quesenberry's self-starting chart: judges each value by those before it, so that it needs no
 * baseline.
 *
 * <p>Q_r = Φ⁻¹(T_{r−2}(√((r − 1)/r)·(x_r − x̄_{r−1})/s_{r−1})) for r ≥ 3, with the distribution
 * function T of Student's t. For independent normal values of any mean and variance the Q are
 * independent standard normal; signals when |Q| &gt; L. A change that is not found soon becomes
 * part of the reference. Source: Quesenberry, SPC Q charts for start-up processes (1991). State: 50
 * bytes.
 */
public final class SelfStartingChart implements ControlChart {
  private static final int FIRST = 3;
  private static final double LEAST_TAIL = 1e-300;
  private static final double MOST_RATIO = 1e150;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final double limit;
  private long count;
  private double mean;
  private double squares;
  private double t = Double.NaN;

  private SelfStartingChart(double limit) {
    this.limit = Limits.checked(limit);
  }

  /**
   * A chart without values.
   *
   * @param limit L in (0, 1000]; by convention 3
   */
  public static SelfStartingChart of(double limit) {
    return new SelfStartingChart(limit);
  }

  @Override
  public void observe(double value) {
    Require.within("a value", value, -MOST_VALUE, MOST_VALUE);
    t = count + 1 < FIRST || squares == 0 ? Double.NaN : studentised(value);
    count++;
    double difference = value - mean;
    mean += difference / count;
    squares += difference * (value - mean);
  }

  private double studentised(double value) {
    double deviation = Math.sqrt(squares / (count - 1));
    double ratio = Math.sqrt(count / (count + 1.0)) * (value - mean) / deviation;
    return Math.clamp(ratio, -MOST_RATIO, MOST_RATIO);
  }

  /** Q of the last value; NaN before the third value, and while all values before it are equal. */
  public double statistic() {
    if (Double.isNaN(t)) {
      return t;
    }
    double tail = TDistribution.of(count - 2.0).survivalProbability(Math.abs(t));
    double size = NORMAL.inverseSurvivalProbability(Math.max(tail, LEAST_TAIL));
    return Math.copySign(size, t);
  }

  @Override
  public boolean signals() {
    return Math.abs(statistic()) > limit;
  }

  @Override
  public ChartDecision decide() {
    double q = statistic();
    return Double.isNaN(q)
        ? new ChartDecision.NotEnoughData(count, Math.max(FIRST, count + 1))
        : Limits.decide(q, limit);
  }

  @Override
  public void restart() {
    count = 0;
    mean = 0;
    squares = 0;
    t = Double.NaN;
  }

  @Override
  public byte[] toBytes() {
    return new StateWriter(StateKind.SELF_STARTING_CHART)
        .put(limit)
        .put(count)
        .put(mean)
        .put(squares)
        .put(t)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static SelfStartingChart fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.SELF_STARTING_CHART, bytes, SelfStartingChart::read);
  }

  private static SelfStartingChart read(StateReader in) {
    SelfStartingChart chart = new SelfStartingChart(in.nextDouble());
    chart.count = Require.atLeast("a count", in.nextLong(), 0);
    chart.mean = Limits.saved(in.nextDouble());
    chart.squares = Require.within("a saved sum of squares", in.nextDouble(), 0, Double.MAX_VALUE);
    double saved = in.nextDouble();
    chart.t = Double.isNaN(saved) ? saved : Limits.saved(saved);
    return chart;
  }
}
