package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import io.homeostat.statistics.charts.ChartDecision.Side;

/**
 * Shewhart's X̄/S chart: collects n values, then signals when their mean is outside mean ± A3·S̄
 * ({@link ChartRule#LIMIT}) or their standard deviation outside [B3·S̄, B4·S̄] ({@link
 * ChartRule#SPREAD_LIMIT}), see {@link SubgroupConstants}. Between two full subgroups it says what
 * it said of the last one, but {@link #signals} only at the value that fills a subgroup. State: 74
 * bytes.
 */
public final class SubgroupChart implements ControlChart {
  private final SubgroupConstants constants;
  private final double centre;
  private final double averageSpread;
  private int filled;
  private double mean;
  private double squares;
  private long subgroups;
  private double lastMean;
  private double lastSpread;

  private SubgroupChart(int n, double centre, double averageSpread) {
    this.constants = new SubgroupConstants(n);
    ChartBaseline checked = new ChartBaseline(centre, averageSpread);
    this.centre = checked.mean();
    this.averageSpread = checked.deviation();
  }

  /**
   * A chart from a baseline of subgroups.
   *
   * @param n size of a subgroup, 2 to 1000
   * @param centre average of the subgroups' means
   * @param averageSpread S̄ &gt; 0, average of the subgroups' standard deviations
   */
  public static SubgroupChart of(int n, double centre, double averageSpread) {
    return new SubgroupChart(n, centre, averageSpread);
  }

  /** A chart for a known mean and σ: S̄ = c4·σ. */
  public static SubgroupChart known(int n, ChartBaseline baseline) {
    double c4 = new SubgroupConstants(n).c4();
    return new SubgroupChart(n, baseline.mean(), c4 * baseline.deviation());
  }

  @Override
  public void observe(double value) {
    Require.within("a value", value, -MOST_VALUE, MOST_VALUE);
    filled++;
    double difference = value - mean;
    mean += difference / filled;
    squares += difference * (value - mean);
    if (filled == constants.n()) {
      lastMean = mean;
      lastSpread = Math.sqrt(squares / (filled - 1));
      subgroups++;
      clearSubgroup();
    }
  }

  private void clearSubgroup() {
    filled = 0;
    mean = 0;
    squares = 0;
  }

  @Override
  public boolean signals() {
    return filled == 0 && decide() instanceof ChartDecision.Signal;
  }

  @Override
  public ChartDecision decide() {
    if (subgroups == 0) {
      return new ChartDecision.NotEnoughData(filled, constants.n());
    }
    double width = constants.a3() * averageSpread;
    double limit = lastMean >= centre ? centre + width : centre - width;
    if (Math.abs(lastMean - centre) > width) {
      Side side = lastMean > centre ? Side.UPPER : Side.LOWER;
      return new ChartDecision.Signal(ChartRule.LIMIT, side, lastMean, limit);
    }
    double most = constants.b4() * averageSpread;
    double least = constants.b3() * averageSpread;
    if (lastSpread > most || lastSpread < least) {
      Side side = lastSpread > most ? Side.UPPER : Side.LOWER;
      double beyond = lastSpread > most ? most : least;
      return new ChartDecision.Signal(ChartRule.SPREAD_LIMIT, side, lastSpread, beyond);
    }
    return new ChartDecision.InControl(lastMean, limit);
  }

  @Override
  public void restart() {
    clearSubgroup();
    subgroups = 0;
    lastMean = 0;
    lastSpread = 0;
  }

  @Override
  public byte[] toBytes() {
    return new StateWriter(StateKind.SUBGROUP_CHART)
        .put(constants.n())
        .put(centre)
        .put(averageSpread)
        .put(filled)
        .put(mean)
        .put(squares)
        .put(subgroups)
        .put(lastMean)
        .put(lastSpread)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static SubgroupChart fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.SUBGROUP_CHART, bytes, SubgroupChart::read);
  }

  private static SubgroupChart read(StateReader in) {
    SubgroupChart chart = new SubgroupChart(in.nextInt(), in.nextDouble(), in.nextDouble());
    chart.filled = Require.within("a saved count", in.nextInt(), 0, chart.constants.n() - 1);
    chart.mean = Limits.saved(in.nextDouble());
    chart.squares = Require.within("a saved sum", in.nextDouble(), 0, Double.MAX_VALUE);
    chart.subgroups = Require.atLeast("a count", in.nextLong(), 0);
    chart.lastMean = Limits.saved(in.nextDouble());
    chart.lastSpread = Require.within("a saved spread", in.nextDouble(), 0, Double.MAX_VALUE);
    return chart;
  }
}
