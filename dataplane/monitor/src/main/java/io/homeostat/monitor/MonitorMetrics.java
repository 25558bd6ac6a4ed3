package io.homeostat.monitor;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All metrics of the monitor; no label has more than a handful of values. */
public final class MonitorMetrics implements MonitorCounters {
  static final String RECORDS = "homeostat.monitor.records";
  static final String LEFT_OUT = "homeostat.monitor.records.left.out";
  static final String DEAD_LETTERS = "homeostat.monitor.dead.letters";
  static final String UNWRITTEN = "homeostat.monitor.records.unwritten";
  static final String MALFORMED_VERDICTS = "homeostat.monitor.verdicts.malformed";
  static final String SESSIONS = "homeostat.monitor.sessions.closed";
  static final String VERDICTS = "homeostat.monitor.verdicts";
  static final String STREAMS = "homeostat.monitor.streams";
  static final String RESTARTS = "homeostat.monitor.restarts";

  private static final List<String> STATES =
      List.of("Learning", "Watching", "Drifting", "NotMonitorable");

  private final MeterRegistry registry;
  private final Map<Integer, Map<String, DriftVerdict>> latest = new ConcurrentHashMap<>();

  /** Registers the gauges. */
  public MonitorMetrics(MeterRegistry registry) {
    this.registry = registry;
    STATES.forEach(
        state ->
            Gauge.builder(STREAMS, this, metrics -> metrics.count(state))
                .description("Drift streams by state")
                .tag("state", state)
                .register(registry));
  }

  /** A record was read from a topic. */
  public void record(String topic) {
    counter(RECORDS, "Records read", "topic", topic).increment();
  }

  @Override
  public void leftOut(LeftOut why) {
    counter(
            LEFT_OUT,
            "Records that count in no session",
            "reason",
            why.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  @Override
  public void closed(int sessions) {
    if (sessions > 0) {
      Counter.builder(SESSIONS)
          .description("Sessions closed")
          .register(registry)
          .increment(sessions);
    }
  }

  /** A record went to the dead letters. */
  public void deadLetter() {
    Counter.builder(DEAD_LETTERS)
        .description("Records sent to the dead letters")
        .register(registry)
        .increment();
  }

  /** A record could not be written and was dropped. */
  public void unwritten() {
    Counter.builder(UNWRITTEN)
        .description("Verdicts and dead letters too large to write")
        .register(registry)
        .increment();
  }

  /** A judge's verdict could not be read. */
  public void malformedVerdict() {
    Counter.builder(MALFORMED_VERDICTS)
        .description("Judge verdicts that cannot be read")
        .register(registry)
        .increment();
  }

  /** A verdict was published. */
  public void verdict(Verdict verdict) {
    String kind = verdict.getClass().getSimpleName().replace("Verdict", "");
    counter(VERDICTS, "Verdicts published", "kind", kind).increment();
  }

  /** The stream processor began anew after a failure. */
  public void restarted() {
    Counter.builder(RESTARTS)
        .description("Restarts of the stream processor")
        .register(registry)
        .increment();
  }

  /** Takes the states of a monitor's streams. */
  public void streams(int partition, DriftVerdict verdict) {
    latest.computeIfAbsent(partition, _ -> new ConcurrentHashMap<>()).put(verdict.key(), verdict);
  }

  /** The subject of a verdict is gone. */
  public void withdrawn(String verdictKey) {
    latest.values().forEach(monitors -> monitors.remove(verdictKey));
  }

  /** Another process works on this partition now. */
  public void released(int partition) {
    latest.remove(partition);
  }

  private double count(String state) {
    return latest.values().stream()
        .flatMap(monitors -> monitors.values().stream())
        .flatMap(verdict -> verdict.streams().stream())
        .filter(stream -> stream.state().equals(state))
        .count();
  }

  private Counter counter(String name, String description, String tag, String value) {
    return Counter.builder(name).description(description).tag(tag, value).register(registry);
  }
}
