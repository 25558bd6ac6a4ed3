package io.homeostat.monitor.canary;

import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.session.Measure;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Sum;
import io.homeostat.monitor.session.Tally;
import io.homeostat.statistics.samples.LogHistogram;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a service was like on stable before the canaries that run now: where quantiles and caps are
 * frozen, what the whole service is compared with, and how much traffic to expect.
 *
 * <p>At {@value #MOST_SESSIONS} sessions all weights are halved, so that it speaks of recent ones.
 *
 * @param histograms saved {@link LogHistogram} by measure
 * @param sessions weight of the sessions that still count
 * @param failed sum of their shares of failed interactions
 * @param scored weight of those with a score
 * @param total sum of their mean scores
 * @param squares sum of the squares of their mean scores
 * @param rate sessions per millisecond, decaying over ten minutes; all arms, up to now
 * @param firstMillis start of the first session; 0 before
 * @param lastMillis start of the latest session
 */
public record Before(
    Map<Measure, byte[]> histograms,
    double sessions,
    double failed,
    double scored,
    double total,
    double squares,
    double rate,
    long firstMillis,
    long lastMillis) {
  static final double MOST_SESSIONS = 2_000;

  private static final double RECENT_MILLIS = 600_000;
  private static final Before NOTHING = new Before(Map.of(), 0, 0, 0, 0, 0, 0, 0, 0);

  /** Copies the map. */
  public Before {
    histograms = histograms == null ? Map.of() : Map.copyOf(histograms);
  }

  static Before load(StateTable table, String service) {
    return table.get(StateKeys.before(service), Before.class).orElse(NOTHING);
  }

  void save(StateTable table, String service) {
    table.put(StateKeys.before(service), this);
  }

  /** This and one more session of which only the time counts. */
  Before seen(SessionUnit unit) {
    double passed = lastMillis == 0 ? 0 : Math.max(0, unit.startMillis() - lastMillis);
    return new Before(
        histograms,
        sessions,
        failed,
        scored,
        total,
        squares,
        rate * Math.exp(-passed / RECENT_MILLIS) + 1 / RECENT_MILLIS,
        firstMillis == 0 ? unit.startMillis() : firstMillis,
        Math.max(lastMillis, unit.startMillis()));
  }

  /** This and one more session of stable that counts in full. */
  Before plus(SessionUnit unit) {
    Before now = sessions >= MOST_SESSIONS ? halved() : this;
    double success =
        unit.capabilities().values().stream().mapToDouble(Tally::success).average().orElse(1);
    Sum scores =
        unit.capabilities().values().stream()
            .flatMap(tally -> tally.sets().values().stream())
            .reduce(
                new Sum(0, 0),
                (one, other) -> new Sum(one.count() + other.count(), one.total() + other.total()));
    double mean = scores.count() == 0 ? 0 : scores.total() / scores.count();
    return new Before(
            measured(unit),
            now.sessions + 1,
            now.failed + 1 - success,
            now.scored + (scores.count() == 0 ? 0 : 1),
            now.total + mean,
            now.squares + mean * mean,
            rate,
            firstMillis,
            lastMillis)
        .seen(unit);
  }

  private Before halved() {
    return new Before(
        histograms,
        sessions / 2,
        failed / 2,
        scored / 2,
        total / 2,
        squares / 2,
        rate,
        firstMillis,
        lastMillis);
  }

  private Map<Measure, byte[]> measured(SessionUnit unit) {
    Map<Measure, byte[]> grown = new EnumMap<>(Measure.class);
    grown.putAll(histograms);
    for (Measure measure : Measure.values()) {
      List<Double> values =
          unit.capabilities().values().stream()
              .flatMap(tally -> tally.measured(measure).stream())
              .toList();
      if (!values.isEmpty()) {
        LogHistogram histogram = histogram(measure);
        values.forEach(histogram::observe);
        grown.put(measure, histogram.toBytes());
      }
    }
    return grown;
  }

  /** Recent values of a measure. */
  LogHistogram histogram(Measure measure) {
    byte[] saved = histograms.get(measure);
    return saved == null ? new LogHistogram() : LogHistogram.fromBytes(saved);
  }

  /** Share of failed interactions of a session, on average. */
  double failures() {
    return sessions == 0 ? 0 : failed / sessions;
  }

  /** Standard deviation of sessions' mean scores; NaN before there are enough. */
  double deviation() {
    if (scored < 20) {
      return Double.NaN;
    }
    double mean = total / scored;
    return Math.sqrt(Math.max(0, squares / scored - mean * mean));
  }

  /** Sessions per second up to an event time, in all arms; 0 before the first. */
  double perSecond(long nowMillis) {
    if (firstMillis == 0) {
      return 0;
    }
    double filled = 1 - Math.exp(-Math.max(1, nowMillis - firstMillis) / RECENT_MILLIS);
    double idle = Math.exp(-Math.max(0, nowMillis - lastMillis) / RECENT_MILLIS);
    return 1_000 * rate * idle / filled;
  }
}
