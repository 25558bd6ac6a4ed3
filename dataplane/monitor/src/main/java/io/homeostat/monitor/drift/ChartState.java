package io.homeostat.monitor.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.monitor.definitions.ChartPlan;
import io.homeostat.monitor.drift.StreamFeed.Value;
import io.homeostat.statistics.charts.ChartDecision;
import io.homeostat.statistics.charts.ControlChart;
import io.homeostat.statistics.charts.CusumChart;
import io.homeostat.statistics.charts.EwmaChart;
import io.homeostat.statistics.charts.RankedBaseline;
import io.homeostat.statistics.charts.RunRulesChart;
import io.homeostat.statistics.samples.Comparison;
import io.homeostat.statistics.samples.KolmogorovSmirnov;
import io.homeostat.statistics.samples.PopulationStability;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One chart: of single values by their normal scores, begun anew after each signal, or of all
 * values of 24 hours, of which {@value #MOST_GATHERED} chosen by chance are kept. A signal needs
 * the effect that was asked for besides: the mean of the last {@value #LATEST} scores, or the
 * distance.
 *
 * @param chart saved chart of single values; null for a windowed one
 * @param latest scores, or values of the present window
 * @param windowMillis begin of the present window
 * @param count values of the present window
 * @param signals so far
 * @param signalMillis time of the last signal; null without
 * @param reading figures of the last value or window; null before the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChartState(
    ChartPlan plan,
    byte[] chart,
    List<Double> latest,
    long windowMillis,
    int count,
    int signals,
    Long signalMillis,
    Reading reading) {
  static final int LATEST = 25;
  static final int MOST_GATHERED = 500;
  static final long WINDOW_MILLIS = 86_400_000;

  /** One false signal in as many windows. */
  private static final double LEVEL = 1.0 / RankedBaseline.RUN_LENGTH;

  /**
   * What a chart says.
   *
   * @param statistic charted figure that is nearest to its limit
   * @param limit of it
   * @param effect that is compared with the smallest one
   */
  public record Reading(double statistic, double limit, double effect) {}

  /** Copies the list. */
  public ChartState {
    latest = latest == null ? List.of() : List.copyOf(latest);
  }

  static ChartState start(ChartPlan plan) {
    ControlChart fresh =
        switch (plan.type()) {
          case WESTERN_ELECTRIC -> RankedBaseline.westernElectric();
          case EWMA -> RankedBaseline.ewma();
          case CUSUM -> RankedBaseline.cusum();
          case KOLMOGOROV_SMIRNOV, POPULATION_STABILITY -> null;
        };
    return new ChartState(
        plan, fresh == null ? null : fresh.toBytes(), List.of(), 0, 0, 0, null, null);
  }

  /** The chart of single values; null of a windowed one. Throws when another version wrote it. */
  ControlChart open() {
    return switch (plan.type()) {
      case WESTERN_ELECTRIC -> RunRulesChart.fromBytes(chart);
      case EWMA -> EwmaChart.fromBytes(chart);
      case CUSUM -> CusumChart.fromBytes(chart);
      case KOLMOGOROV_SMIRNOV, POPULATION_STABILITY -> null;
    };
  }

  /** With a value's normal score. */
  ChartState observed(double score, long atMillis) {
    ControlChart open = open();
    open.observe(score);
    List<Double> scores = new ArrayList<>(latest);
    scores.add(score);
    if (scores.size() > LATEST) {
      scores.removeFirst();
    }
    double effect = scores.stream().mapToDouble(one -> one).average().orElse(0);
    boolean signal = open.signals() && Math.abs(effect) >= plan.minimumEffect();
    Reading now = reading(open.decide(), effect);
    if (open.signals()) {
      open.restart();
    }
    return new ChartState(
        plan,
        open.toBytes(),
        scores,
        0,
        0,
        signals + (signal ? 1 : 0),
        signal ? Long.valueOf(atMillis) : signalMillis,
        now);
  }

  private static Reading reading(ChartDecision decision, double effect) {
    return switch (decision) {
      case ChartDecision.NotEnoughData _ -> null;
      case ChartDecision.InControl calm -> new Reading(calm.statistic(), calm.limit(), effect);
      case ChartDecision.Signal signal -> new Reading(signal.statistic(), signal.limit(), effect);
    };
  }

  /** With a value in its window; the first value after a window closes it. */
  ChartState gathered(double[] baseline, Value value, RandomGenerator random) {
    long start = value.atMillis() - Math.floorMod(value.atMillis(), WINDOW_MILLIS);
    if (start <= windowMillis || count == 0) {
      return gather(value, Math.max(start, windowMillis), random);
    }
    return compared(baseline).gather(value, start, random);
  }

  private ChartState gather(Value value, long start, RandomGenerator random) {
    List<Double> values = new ArrayList<>(latest);
    if (values.size() < MOST_GATHERED) {
      values.add(value.value());
    } else {
      int place = random.nextInt(count + 1);
      if (place < MOST_GATHERED) {
        values.set(place, value.value());
      }
    }
    return new ChartState(plan, null, values, start, count + 1, signals, signalMillis, reading);
  }

  private ChartState compared(double[] baseline) {
    double[] window = latest.stream().mapToDouble(one -> one).toArray();
    Comparison comparison =
        plan.type() == ChartPlan.Type.KOLMOGOROV_SMIRNOV
            ? KolmogorovSmirnov.givenTies(baseline, window)
            : PopulationStability.compare(baseline, window, PopulationStability.DECILES, LEVEL);
    if (!(comparison instanceof Comparison.Tested tested)) {
      return new ChartState(plan, null, List.of(), 0, 0, signals, signalMillis, reading);
    }
    double effect = tested.statistic();
    boolean signal = tested.differs(LEVEL) && effect >= plan.minimumEffect();
    // of the distances the p-value is charted, which needs no table of limits
    Reading now = new Reading(tested.pValue(), LEVEL, effect);
    return new ChartState(
        plan,
        null,
        List.of(),
        0,
        0,
        signals + (signal ? 1 : 0),
        signal ? Long.valueOf(windowMillis + WINDOW_MILLIS) : signalMillis,
        now);
  }
}
