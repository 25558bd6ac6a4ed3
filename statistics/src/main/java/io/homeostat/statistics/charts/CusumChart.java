package io.homeostat.statistics.charts;

import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * The tabular CUSUM: C⁺_t = max(0, C⁺_{t−1} + z_t − k), C⁻_t = max(0, C⁻_{t−1} − z_t − k) with z =
 * (x − mean)/σ, signals when either exceeds h. With a head start (FIR) both sums begin at a share
 * of h, so that a chart that starts in trouble says so sooner. Source: Page (1954), Lucas and
 * Crosier (1982). State: 66 bytes.
 */
public final class CusumChart implements ControlChart {
  private final ChartBaseline baseline;
  private final TwoSidedCusum sums;

  private CusumChart(ChartBaseline baseline, TwoSidedCusum sums) {
    this.baseline = baseline;
    this.sums = sums;
  }

  /**
   * A chart without head start.
   *
   * @param k reference value in [0, 100], in σ: half of the shift to be found
   * @param h decision interval in (0, 1e6], in σ
   */
  public static CusumChart of(ChartBaseline baseline, double k, double h) {
    return withHeadStart(baseline, k, h, 0);
  }

  /**
   * A chart with a fast initial response.
   *
   * @param headStart share of h in [0, 1] at which both sums begin; by convention 0.5
   */
  public static CusumChart withHeadStart(
      ChartBaseline baseline, double k, double h, double headStart) {
    return new CusumChart(baseline, new TwoSidedCusum(k, h, headStart));
  }

  @Override
  public void observe(double value) {
    sums.observe(baseline.standardised(value));
  }

  @Override
  public boolean signals() {
    return sums.signals();
  }

  @Override
  public ChartDecision decide() {
    return sums.decide();
  }

  @Override
  public void restart() {
    sums.restart();
  }

  @Override
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.CUSUM_CHART);
    baseline.write(out);
    return sums.write(out).toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static CusumChart fromBytes(byte[] bytes) {
    return StateReader.read(
        StateKind.CUSUM_CHART,
        bytes,
        in -> new CusumChart(ChartBaseline.read(in), TwoSidedCusum.read(in)));
  }
}
