package io.homeostat.monitor.canary;

import io.homeostat.monitor.definitions.CanaryAnalyses;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryAnalysis.Limit;
import io.homeostat.statistics.canary.WindowedThreshold;
import java.util.OptionalDouble;

/**
 * Reads a declared threshold as one on the mean of values in [0,1], where more is worse: the share
 * of what lies beyond it for a quantile, the figure itself for a mean. Means of times and amounts
 * count up to {@value CanaryAnalyses#CAP} times the threshold, since a mean without a bound cannot
 * be secured by any number of sessions.
 *
 * @param analysis with test Threshold
 */
record Crossing(CanaryAnalysis analysis) {
  /** The run of windows, without values. */
  WindowedThreshold start() {
    return WindowedThreshold.of(level(), limit().alpha(), limit().windowMillis());
  }

  /** What the mean of the values is held against, in (0,1). */
  double level() {
    Limit limit = limit();
    if (limit.quantile() != null) {
      return limit.maximum() ? 1 - limit.quantile() : limit.quantile();
    }
    double scaled = limit.value() / top();
    return limit.maximum() ? scaled : 1 - scaled;
  }

  /** The value of a session; nothing when it has none. */
  OptionalDouble of(UnitValues values) {
    if (limit().quantile() != null && analysis.measure().timed()) {
      return values.share(analysis, this::beyond, limit().maximum() ? 1 : 0);
    }
    OptionalDouble mean = values.mean(analysis);
    return mean.isEmpty() ? mean : OptionalDouble.of(value(mean.getAsDouble()));
  }

  private double value(double mean) {
    if (limit().quantile() != null) {
      return beyond(mean) ? 1 : 0;
    }
    double scaled = Math.min(mean, top()) / top();
    return limit().maximum() ? scaled : 1 - scaled;
  }

  private boolean beyond(double value) {
    return limit().maximum() ? value > limit().value() : value < limit().value();
  }

  /**
   * A mean of values as a person reads it: in the unit of the threshold, or for a quantile the
   * share beyond it.
   */
  double shown(double mean) {
    if (limit().quantile() != null) {
      return mean;
    }
    return top() * (limit().maximum() ? mean : 1 - mean);
  }

  /** What {@link #shown} figures are held against. */
  double shownLimit() {
    return limit().quantile() == null ? limit().value() : level();
  }

  /** Whether a shown figure grows with the mean of the values. */
  boolean ascending() {
    return limit().quantile() != null || limit().maximum();
  }

  private double top() {
    return analysis.measure().timed() || analysis.measure().amount()
        ? CanaryAnalyses.CAP * limit().value()
        : 1;
  }

  private Limit limit() {
    return analysis.limit();
  }
}
