package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Shewhart's chart of single values: signals when |x − mean|/σ &gt; L. Finds large changes at once
 * and small ones late. Source: Shewhart, Economic Control of Quality (1931). State: 42 bytes.
 */
public final class ShewhartChart implements ControlChart {
  private final ChartBaseline baseline;
  private final double limit;
  private double last;
  private long count;

  private ShewhartChart(ChartBaseline baseline, double limit) {
    this.baseline = baseline;
    this.limit = Limits.checked(limit);
  }

  /**
   * A chart without values.
   *
   * @param limit L in (0, 1000], in σ; by convention 3
   */
  public static ShewhartChart of(ChartBaseline baseline, double limit) {
    return new ShewhartChart(baseline, limit);
  }

  @Override
  public void observe(double value) {
    last = baseline.standardised(value);
    count++;
  }

  @Override
  public boolean signals() {
    return Math.abs(last) > limit;
  }

  @Override
  public ChartDecision decide() {
    return count == 0 ? new ChartDecision.NotEnoughData(0, 1) : Limits.decide(last, limit);
  }

  @Override
  public void restart() {
    last = 0;
    count = 0;
  }

  @Override
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.SHEWHART_CHART);
    baseline.write(out);
    return out.put(limit).put(last).put(count).toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static ShewhartChart fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.SHEWHART_CHART, bytes, ShewhartChart::read);
  }

  private static ShewhartChart read(StateReader in) {
    ShewhartChart chart = new ShewhartChart(ChartBaseline.read(in), in.nextDouble());
    chart.last = Limits.saved(in.nextDouble());
    chart.count = Require.atLeast("a count", in.nextLong(), 0);
    return chart;
  }
}
