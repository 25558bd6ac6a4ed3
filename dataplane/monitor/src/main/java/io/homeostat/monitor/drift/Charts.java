package io.homeostat.monitor.drift;

import io.homeostat.monitor.definitions.ChartPlan;
import io.homeostat.monitor.drift.StreamFeed.Value;
import io.homeostat.statistics.charts.RankedBaseline;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The charts of one stream, which share a baseline of their own: the first {@value #NEEDED} values
 * or up to twice as many, spread over the time that a baseline covers, then frozen. It never moves;
 * a promoted release is charted against it, another scorer set begins anew.
 *
 * @param scorerSet of the values
 * @param values of the baseline
 * @param stride of so many values one is taken
 * @param firstMillis time of the first value
 * @param seen values so far
 * @param frozen whether the baseline is whole
 * @param charts in the order in which they are declared
 */
public record Charts(
    String scorerSet,
    List<Double> values,
    int stride,
    long firstMillis,
    long seen,
    boolean frozen,
    List<ChartState> charts) {
  static final int NEEDED = RankedBaseline.FEWEST;

  /** Copies the lists. */
  public Charts {
    values = List.copyOf(values);
    charts = List.copyOf(charts);
  }

  static Charts start(List<ChartPlan> plans, String scorerSet) {
    return new Charts(
        scorerSet, List.of(), 1, 0, 0, false, plans.stream().map(ChartState::start).toList());
  }

  /** Throws when another version wrote them. */
  void open() {
    charts.forEach(ChartState::open);
  }

  boolean follow(List<ChartPlan> plans, String set) {
    return scorerSet.equals(set) && charts.stream().map(ChartState::plan).toList().equals(plans);
  }

  Charts plus(Value value, long freezeAfter) {
    return frozen ? charted(value) : learnt(value, freezeAfter);
  }

  private Charts learnt(Value value, long freezeAfter) {
    long first = seen == 0 ? value.atMillis() : firstMillis;
    List<Double> grown = new ArrayList<>(values);
    int step = stride;
    if (seen % step == 0) {
      if (grown.size() == 2 * NEEDED) {
        List<Double> all = List.copyOf(grown);
        grown =
            new ArrayList<>(
                IntStream.range(0, NEEDED).mapToObj(index -> all.get(2 * index)).toList());
        step *= 2;
      }
      if (seen % step == 0) {
        grown.add(value.value());
      }
    }
    boolean whole = grown.size() >= NEEDED && value.atMillis() - first >= freezeAfter;
    return new Charts(scorerSet, grown, step, first, seen + 1, whole, charts);
  }

  private Charts charted(Value value) {
    double[] baseline = values.stream().mapToDouble(one -> one).toArray();
    SplittableRandom random = new SplittableRandom(seen);
    RankedBaseline ranked = RankedBaseline.of(baseline);
    double score = ranked.score(value.value(), random.nextDouble(Double.MIN_NORMAL, 1));
    List<ChartState> next =
        charts.stream()
            .map(
                chart ->
                    chart.plan().type().windowed()
                        ? chart.gathered(baseline, value, random)
                        : chart.observed(score, value.atMillis()))
            .toList();
    return new Charts(scorerSet, values, stride, firstMillis, seen + 1, true, next);
  }
}
