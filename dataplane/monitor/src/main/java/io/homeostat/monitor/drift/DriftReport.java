package io.homeostat.monitor.drift;

import io.homeostat.events.DriftVerdict.Chart;
import io.homeostat.events.DriftVerdict.Shown;
import io.homeostat.events.EventCodec;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.Trust;
import io.homeostat.monitor.cause.CauseFinding;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.drift.StreamState.Delay;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.drift.AlarmLimits;
import io.homeostat.statistics.drift.DriftStream;
import io.homeostat.statistics.drift.DriftVerdict;
import io.homeostat.statistics.drift.DriftVerdict.BaselineSummary;
import io.homeostat.statistics.drift.DriftVerdict.Drifting;
import io.homeostat.statistics.drift.DriftVerdict.NotEnoughData;
import io.homeostat.statistics.drift.DriftVerdict.NotMonitorable;
import io.homeostat.statistics.drift.DriftVerdict.Steady;
import io.homeostat.statistics.samples.LogHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says what is known about every stream of one DriftMonitor. */
public final class DriftReport {
  static final String LEARNING = "Learning";
  static final String WATCHING = "Watching";
  static final String DRIFTING = "Drifting";
  static final String NOT_MONITORABLE = "NotMonitorable";

  private static final double DAYS_PER_MONTH = 30;
  private static final double LIMIT_MOVED = 0.1;
  private static final double BASELINE_GROWN = 1.1;
  private static final double LONGEST_DELAY_SECONDS = 365 * 86_400d;

  private final StateTable table;

  public DriftReport(StateTable table) {
    this.table = table;
  }

  /**
   * The verdict at an event time.
   *
   * @param judgeTrusted what it says of all judged signals together
   */
  public io.homeostat.events.DriftVerdict write(
      ServiceDefinition service,
      MonitorDefinition monitor,
      long asOfMillis,
      boolean judgeTrusted,
      Trust trust) {
    String prefix = StateKeys.drift(service.name(), monitor.uid());
    List<io.homeostat.events.DriftVerdict.Stream> streams = new ArrayList<>();
    for (String key : table.keys(prefix)) {
      String[] names = key.substring(prefix.length()).split("\\|", 2);
      Signal signal = monitor.signal(names[0]).orElse(null);
      if (signal == null || !service.watched(signal).contains(names[1])) {
        table.delete(key); // it was declared once
        continue;
      }
      DriftStreams.load(table, key, monitor)
          .ifPresent(
              state ->
                  streams.add(
                      stream(
                          names[1],
                          signal,
                          key,
                          state,
                          new StreamFeed(monitor, service.streams(monitor), signal),
                          trust.own(signal))));
    }
    return new io.homeostat.events.DriftVerdict(
        EventCodec.SCHEMA_VERSION,
        monitor.subject(),
        monitor.uid(),
        service.name(),
        asOfMillis,
        monitor.specDigest(),
        judgeTrusted,
        streams);
  }

  static String state(DriftVerdict verdict) {
    return switch (verdict) {
      case NotEnoughData _ -> LEARNING;
      case NotMonitorable _ -> NOT_MONITORABLE;
      case Steady _ -> WATCHING;
      case Drifting _ -> DRIFTING;
    };
  }

  private static StreamState timed(StreamState state, DriftVerdict verdict, AlarmLimits limits) {
    if (!(verdict instanceof Steady steady)) {
      return state;
    }
    double logLimit = Math.log(limits.limit());
    Delay known = state.delay();
    if (known != null
        && known.baseline() <= steady.baseline().samples()
        && known.baseline() * BASELINE_GROWN > steady.baseline().samples()
        && Math.abs(known.logLimit() - logLimit) < LIMIT_MOVED) {
      return state;
    }
    DriftStream open = state.current().open();
    double values = open.expectedDelay(open.settings().smallestDrop(), limits);
    return state.withDelay(new Delay(values, steady.baseline().samples(), logLimit));
  }

  private io.homeostat.events.DriftVerdict.Stream stream(
      String capability,
      Signal signal,
      String key,
      StreamState saved,
      StreamFeed feed,
      Boolean trusted) {
    AlarmLimits limits = feed.limits(saved);
    DriftVerdict verdict = saved.current().open().verdict(limits);
    StreamState state = timed(saved, verdict, limits);
    if (state != saved) {
      table.put(key, state);
    }
    return stream(capability, signal, state, verdict, feed.logLimit(state), trusted);
  }

  private static io.homeostat.events.DriftVerdict.Stream stream(
      String capability,
      Signal signal,
      StreamState state,
      DriftVerdict verdict,
      double logLimit,
      Boolean trusted) {
    Optional<BaselineSummary> baseline = baseline(verdict);
    Optional<Interval> current = current(verdict);
    Drifting drifting = verdict instanceof Drifting found ? found : null;
    Optional<CauseFinding> cause = cause(state, drifting);
    Stages stages = state.current().stages();
    return new io.homeostat.events.DriftVerdict.Stream(
        capability,
        signal.name(),
        state(verdict),
        state.release(),
        state.current().scorerSet().isEmpty() ? null : state.current().scorerSet(),
        stages.share(baseline.map(BaselineSummary::mean).orElse(null)),
        stages.share(baseline.map(BaselineSummary::lowerBound).orElse(null)),
        stages.share(current.map(Interval::estimate).orElse(null)),
        stages.share(current.map(Interval::lower).orElse(null)),
        stages.share(current.map(Interval::upper).orElse(null)),
        state.current().units(),
        blockSize(verdict),
        logEvidence(verdict),
        baseline.isEmpty() ? null : Double.valueOf(logLimit),
        stages.difference(baseline.map(BaselineSummary::smallestDetectableDrop).orElse(null)),
        delaySeconds(state),
        drifting == null ? null : stages.difference(drifting.drop().orElse(null)),
        drifting == null ? null : Long.valueOf(drifting.since()),
        cause.map(CauseFinding::cause).orElse(null),
        cause.map(CauseFinding::evidence).orElse(null),
        signal.judged(),
        state.current().release(),
        state.current().threshold(),
        state.rate().perMonth() / DAYS_PER_MONTH,
        cause.map(CauseFinding::examples).orElse(List.of()),
        trusted,
        shown(state));
  }

  /** What decides nothing; null when there is nothing of the kind. */
  private static Shown shown(StreamState state) {
    Double lower = state.current().lowerThreshold();
    if (state.display() == null) {
      return null;
    }
    LogHistogram amounts = state.display().open();
    return new Shown(
        lower,
        percentile(amounts, 0.5),
        percentile(amounts, 0.95),
        percentile(amounts, 0.99),
        charts(state.display().charts()));
  }

  private static List<Chart> charts(Charts charts) {
    return charts == null
        ? List.of()
        : charts.charts().stream()
            .filter(chart -> chart.reading() != null)
            .map(
                chart ->
                    new Chart(
                        chart.plan().type().text(),
                        chart.reading().statistic(),
                        chart.reading().limit(),
                        chart.reading().effect(),
                        chart.signals(),
                        chart.signalMillis()))
            .toList();
  }

  private static Double percentile(LogHistogram amounts, double share) {
    OptionalDouble value = amounts.quantile(share);
    return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
  }

  private static Optional<CauseFinding> cause(StreamState state, Drifting drifting) {
    return drifting == null
        ? Optional.empty()
        : Optional.ofNullable(state.cause()).or(() -> Optional.of(CauseFinding.UNKNOWN));
  }

  private static int blockSize(DriftVerdict verdict) {
    return verdict instanceof NotEnoughData learning
        ? learning.blockSize()
        : baseline(verdict).orElseThrow().blockSize();
  }

  private static Optional<BaselineSummary> baseline(DriftVerdict verdict) {
    return switch (verdict) {
      case NotEnoughData _ -> Optional.empty();
      case NotMonitorable none -> Optional.of(none.baseline());
      case Steady steady -> Optional.of(steady.baseline());
      case Drifting drifting -> Optional.of(drifting.baseline());
    };
  }

  private static Optional<Interval> current(DriftVerdict verdict) {
    return switch (verdict) {
      case NotEnoughData _, NotMonitorable _ -> Optional.empty();
      case Steady steady -> steady.current();
      case Drifting drifting -> drifting.current();
    };
  }

  private static Double logEvidence(DriftVerdict verdict) {
    double evidence =
        switch (verdict) {
          case NotEnoughData _, NotMonitorable _ -> Double.NaN;
          case Steady steady -> steady.evidence().logEvidence();
          case Drifting drifting -> drifting.alarm().logEvidence();
        };
    return Double.isFinite(evidence) ? Double.valueOf(evidence) : null;
  }

  /** Nothing when such a drop would take longer than a year to find. */
  private static Long delaySeconds(StreamState state) {
    if (state.delay() == null) {
      return null;
    }
    double seconds = state.rate().seconds(state.delay().values());
    return seconds <= LONGEST_DELAY_SECONDS ? Long.valueOf(Math.round(seconds)) : null;
  }
}
