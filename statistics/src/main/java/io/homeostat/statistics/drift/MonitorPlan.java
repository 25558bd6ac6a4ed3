package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * What a drift monitor will do, computed before it runs with the same classes that run it: its
 * limits, the smallest drop that it can find, and how long each drop takes.
 *
 * <p>The baseline is the one that typical scores would give: n quantiles of their distribution,
 * spread evenly and ordered like noise. Streams are taken as equally fast and without
 * autocorrelation.
 *
 * @param limits of each stream
 * @param falseAlarmsPerMonth most false alarms of all streams in 30 days that the limits allow
 * @param hoursToReport until the baseline has its minimum
 * @param hoursToFreeze until the baseline is frozen
 * @param smallestAtReport smallest detectable drop when it first reports; the mean when none is
 * @param smallestAtFreeze smallest detectable drop with the frozen baseline
 * @param monitorable whether the frozen baseline leaves room below its reference
 * @param delays hours to detect each drop with the frozen baseline
 */
public record MonitorPlan(
    AlarmLimits limits,
    double falseAlarmsPerMonth,
    double hoursToReport,
    double hoursToFreeze,
    double smallestAtReport,
    double smallestAtFreeze,
    boolean monitorable,
    List<Delay> delays) {
  private static final double HOURS_PER_MONTH = 720;
  private static final double GOLDEN = 0.6180339887498949;
  private static final double LEAST_REFERENCE = 0.01;
  private static final double MOST_REFERENCE = 0.99;

  /** Copies the list. */
  public MonitorPlan {
    delays = List.copyOf(delays);
  }

  /**
   * How long a drop takes.
   *
   * @param drop of the mean
   * @param hours expected from the change to the alarm; infinite when it cannot be found
   */
  public record Delay(double drop, double hours) {}

  /**
   * Plans a monitor.
   *
   * @param settings of each stream, times in milliseconds
   * @param budget of all streams
   * @param valuesPerHour of each stream, &gt; 0
   * @param quantile of the scores to be expected: from p in (0, 1) to [0, 1]
   * @param drops to be timed, each in (0, 1]
   */
  public static MonitorPlan of(
      DriftSettings settings,
      AlarmBudget budget,
      double valuesPerHour,
      DoubleUnaryOperator quantile,
      double... drops) {
    Require.within("values per hour", valuesPerHour, 1e-9, 1e12);
    double perMonth = valuesPerHour * HOURS_PER_MONTH;
    AlarmLimits limits = budget.forStream(perMonth);
    Baseline early = typical(settings, settings.minimumSamples(), quantile);
    Baseline frozen = typical(settings, settings.freezeSamples(), quantile);
    double reference = reference(frozen, settings, limits);
    List<Delay> delays = new ArrayList<>();
    for (double drop : drops) {
      delays.add(new Delay(drop, hours(frozen, reference, settings, limits, drop) / valuesPerHour));
    }
    return new MonitorPlan(
        limits,
        budget.streams() * perMonth / limits.limit(),
        settings.minimumSamples() / valuesPerHour,
        Math.max(settings.freezeSamples() / valuesPerHour, settings.freezeAfter() / 3.6e6),
        smallest(early, settings, limits),
        smallest(frozen, settings, limits),
        reference >= LEAST_REFERENCE,
        delays);
  }

  private static Baseline typical(DriftSettings settings, int count, DoubleUnaryOperator quantile) {
    Baseline baseline = Baseline.start(settings.freezeSamples(), 0);
    for (int i = 0; i < count; i++) {
      double rank = (i * GOLDEN) % 1;
      double p = (Math.floor(rank * count) + 0.5) / count;
      baseline.observe(Math.clamp(quantile.applyAsDouble(p), 0.0, 1.0), i);
    }
    return baseline;
  }

  private static double reference(Baseline baseline, DriftSettings settings, AlarmLimits limits) {
    double bound = baseline.lowerBound(limits.baselineLevel());
    return Math.min(bound - settings.tolerance(), MOST_REFERENCE);
  }

  private static double smallest(Baseline baseline, DriftSettings settings, AlarmLimits limits) {
    double reference = reference(baseline, settings, limits);
    return reference < LEAST_REFERENCE ? baseline.mean() : baseline.mean() - reference;
  }

  private static double hours(
      Baseline baseline,
      double reference,
      DriftSettings settings,
      AlarmLimits limits,
      double drop) {
    return reference < LEAST_REFERENCE
        ? Double.POSITIVE_INFINITY
        : DetectionDelay.expectedValues(
            baseline, reference, settings.smallestDrop(), drop, limits.limit(), 1);
  }
}
