package io.homeostat.monitor.definitions;

import io.homeostat.statistics.drift.DriftSettings;
import java.util.List;

/**
 * A DriftMonitor as its streams need it.
 *
 * @param subject {@code namespace/name}
 * @param specDigest canonical digest of its spec
 * @param signals without repetition
 * @param settings of each stream, times in milliseconds
 * @param perMonth accepted false alarms of all streams in 30 days
 * @param suspended whether it takes no sessions now
 */
public record MonitorDefinition(
    String subject,
    String uid,
    String specDigest,
    List<Signal> signals,
    DriftSettings settings,
    double perMonth,
    boolean suspended) {
  /** Copies the list. */
  public MonitorDefinition {
    signals = List.copyOf(signals);
  }
}
