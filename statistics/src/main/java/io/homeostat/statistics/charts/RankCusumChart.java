package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Arrays;

/**
 * A CUSUM of sequential ranks: needs neither a baseline nor a distribution.
 *
 * <p>R_t is the rank of x_t among x_1..x_t (ties get the middle rank), z_t = (R_t − (t +
 * 1)/2)/√((t² − 1)/12). While nothing changes, the z of a continuous distribution are independent
 * and uniform on their grid whatever the distribution, so the run length is the same for all. Ties
 * make the chart signal later. Source: McDonald, A CUSUM procedure based on sequential ranks
 * (1990).
 *
 * <p>The first values are the reference; the chart stops adding to it after {@code capacity} values
 * and then ranks against those, so its state is bounded: 62 + 8·capacity bytes, at most 16,062. The
 * sums start with the second value. {@link #restart} forgets the reference, too; {@link
 * #restartSums} keeps it.
 */
public final class RankCusumChart implements ControlChart {
  /** The largest capacity. */
  public static final int MOST_CAPACITY = 2_000;

  private final TwoSidedCusum sums;
  private final double[] sorted;
  private int count;

  private RankCusumChart(TwoSidedCusum sums, int capacity) {
    this.sums = sums;
    this.sorted = new double[Require.within("the capacity", capacity, 2, MOST_CAPACITY)];
  }

  /**
   * A chart without values.
   *
   * @param k reference value in [0, 100]
   * @param h decision interval in (0, 1e6]; k = 0.25, h = 8 give an average run length of about 375
   * @param capacity values kept as reference, 2 to 2,000
   */
  public static RankCusumChart of(double k, double h, int capacity) {
    return new RankCusumChart(new TwoSidedCusum(k, h, 0), capacity);
  }

  @Override
  public void observe(double value) {
    Require.within("a value", value, -MOST_VALUE, MOST_VALUE);
    int below = firstAtLeast(value);
    int notAbove = firstAbove(value, below);
    int among = count + 1;
    double rank = 1 + below + (notAbove - below) / 2.0;
    if (count > 0) {
      sums.observe((rank - (among + 1) / 2.0) / Math.sqrt(((double) among * among - 1) / 12));
    }
    if (count < sorted.length) {
      System.arraycopy(sorted, notAbove, sorted, notAbove + 1, count - notAbove);
      sorted[notAbove] = value;
      count++;
    }
  }

  private int firstAtLeast(double value) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int firstAbove(double value, int from) {
    int low = from;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public boolean signals() {
    return sums.signals();
  }

  @Override
  public ChartDecision decide() {
    return count < 2 ? new ChartDecision.NotEnoughData(count, 2) : sums.decide();
  }

  /** Forgets the evidence and keeps the reference values. */
  public void restartSums() {
    sums.restart();
  }

  @Override
  public void restart() {
    sums.restart();
    count = 0;
  }

  @Override
  public byte[] toBytes() {
    return sums.write(new StateWriter(StateKind.RANK_CUSUM_CHART))
        .put(sorted.length)
        .put(Arrays.copyOf(sorted, count))
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static RankCusumChart fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.RANK_CUSUM_CHART, bytes, RankCusumChart::read);
  }

  private static RankCusumChart read(StateReader in) {
    RankCusumChart chart = new RankCusumChart(TwoSidedCusum.read(in), in.nextInt());
    double[] values = in.nextDoubles();
    in.check(values.length <= chart.sorted.length, values.length + " reference values");
    for (int i = 0; i < values.length; i++) {
      Require.within("a saved value", values[i], -MOST_VALUE, MOST_VALUE);
      in.check(i == 0 || values[i - 1] <= values[i], "its reference values are not in order");
    }
    System.arraycopy(values, 0, chart.sorted, 0, values.length);
    chart.count = values.length;
    return chart;
  }
}
