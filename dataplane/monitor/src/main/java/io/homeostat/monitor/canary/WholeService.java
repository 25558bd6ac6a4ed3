package io.homeostat.monitor.canary;

import io.homeostat.events.CanaryVerdict.ServiceChange;
import io.homeostat.monitor.session.Measure;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Tally;
import io.homeostat.statistics.canary.WindowedThreshold;
import io.homeostat.statistics.samples.LogHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One figure of the whole service over ten minutes against before the canary, since arms that share
 * pods are slow together. Time is no random assignment, so it never rolls back; it keeps from
 * promoting as long as it is shown.
 *
 * @param metric {@code Errors} or {@code Latency}
 * @param before share of failed interactions, or of those above {@code bound}
 * @param bound 95th percentile before, in milliseconds; null for errors
 * @param windows saved {@link WindowedThreshold} at what it was and the margin
 */
public record WholeService(String metric, double before, Double bound, byte[] windows) {
  private static final double MARGIN = 0.05;
  private static final double ALPHA = 0.01;
  private static final long WINDOW_MILLIS = 600_000;
  private static final double FEWEST_SESSIONS = 100;

  /** The figures that are known of before; none when there were too few sessions. */
  static List<WholeService> begin(Before before) {
    List<WholeService> figures = new ArrayList<>();
    if (before.sessions() >= FEWEST_SESSIONS) {
      figures.add(of("Errors", before.failures(), null));
    }
    LogHistogram latency = before.histogram(Measure.LATENCY);
    latency
        .quantile(Bounds.QUANTILE)
        .ifPresent(bound -> figures.add(of("Latency", latency.above(bound), bound)));
    return figures;
  }

  private static WholeService of(String metric, double before, Double bound) {
    return new WholeService(metric, before, bound, start(before).toBytes());
  }

  private static WindowedThreshold start(double before) {
    return WindowedThreshold.of(Math.min(0.99, before + MARGIN), ALPHA, WINDOW_MILLIS);
  }

  private WindowedThreshold read() {
    return WindowedThreshold.fromBytes(start(before), windows);
  }

  /** This and one more session of either arm. */
  WholeService plus(SessionUnit unit) {
    OptionalDouble value = value(unit);
    if (value.isEmpty()) {
      return this;
    }
    WindowedThreshold share = read();
    share.observe(unit.startMillis(), value.getAsDouble());
    return new WholeService(metric, before, bound, share.toBytes());
  }

  private OptionalDouble value(SessionUnit unit) {
    if (bound == null) {
      int all = unit.capabilities().values().stream().mapToInt(Tally::interactions).sum();
      int failed = unit.capabilities().values().stream().mapToInt(Tally::failed).sum();
      return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(failed / (double) all);
    }
    return unit.capabilities().values().stream()
        .flatMap(tally -> tally.measured(Measure.LATENCY).stream())
        .mapToDouble(millis -> millis > bound ? 1 : 0)
        .average();
  }

  /** What the latest window shows; nothing before the first session. */
  List<ServiceChange> change() {
    WindowedThreshold share = read();
    return share
        .mean()
        .map(
            now ->
                List.of(
                    new ServiceChange(
                        metric,
                        before,
                        now.estimate(),
                        now.lower(),
                        now.upper(),
                        share.showsAbove())))
        .orElse(List.of());
  }
}
