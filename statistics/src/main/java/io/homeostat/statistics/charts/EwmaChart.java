package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * The exponentially weighted moving average: Z_t = (1 − λ)·Z_{t−1} + λ·(x_t − mean)/σ from Z_0 = 0,
 * signals when |Z_t| &gt; L·√(λ/(2 − λ)) (fixed limits) or &gt; L·√(λ/(2 − λ)·(1 − (1 − λ)^{2t}))
 * (time-varying ones: faster in the first values, other run lengths). Source: Roberts (1959), Lucas
 * and Saccucci (1990). State: 51 bytes.
 */
public final class EwmaChart implements ControlChart {
  private final ChartBaseline baseline;
  private final double lambda;
  private final double limit;
  private final boolean timeVarying;
  private double average;
  private long count;

  private EwmaChart(ChartBaseline baseline, double lambda, double limit, boolean timeVarying) {
    this.baseline = baseline;
    this.lambda = Require.within("lambda", lambda, 1e-4, 1);
    this.limit = Limits.checked(limit);
    this.timeVarying = timeVarying;
  }

  /**
   * A chart with fixed limits.
   *
   * @param lambda λ in [0.0001, 1]: the weight of the newest value
   * @param limit L in (0, 1000], in standard deviations of Z
   */
  public static EwmaChart fixed(ChartBaseline baseline, double lambda, double limit) {
    return new EwmaChart(baseline, lambda, limit, false);
  }

  /** As {@link #fixed} with limits that are exact for each t. */
  public static EwmaChart timeVarying(ChartBaseline baseline, double lambda, double limit) {
    return new EwmaChart(baseline, lambda, limit, true);
  }

  @Override
  public void observe(double value) {
    average += lambda * (baseline.standardised(value) - average);
    count++;
  }

  private double bound() {
    double asymptotic = limit * Math.sqrt(lambda / (2 - lambda));
    if (!timeVarying) {
      return asymptotic;
    }
    return asymptotic * Math.sqrt(-Math.expm1(2 * count * Math.log1p(-lambda)));
  }

  @Override
  public boolean signals() {
    return count > 0 && Math.abs(average) > bound();
  }

  @Override
  public ChartDecision decide() {
    return count == 0 ? new ChartDecision.NotEnoughData(0, 1) : Limits.decide(average, bound());
  }

  @Override
  public void restart() {
    average = 0;
    count = 0;
  }

  @Override
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.EWMA_CHART);
    baseline.write(out);
    return out.put(lambda).put(limit).put(timeVarying).put(average).put(count).toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static EwmaChart fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.EWMA_CHART, bytes, EwmaChart::read);
  }

  private static EwmaChart read(StateReader in) {
    EwmaChart chart =
        new EwmaChart(ChartBaseline.read(in), in.nextDouble(), in.nextDouble(), in.nextBoolean());
    chart.average = Limits.saved(in.nextDouble());
    chart.count = Require.atLeast("a count", in.nextLong(), 0);
    return chart;
  }
}
