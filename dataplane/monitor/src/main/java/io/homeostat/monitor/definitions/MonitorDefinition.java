package io.homeostat.monitor.definitions;

import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.streams.FalseAlarmPromise;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A DriftMonitor as its streams need it.
 *
 * @param subject {@code namespace/name}
 * @param specDigest canonical digest of its spec
 * @param signals without repetition
 * @param settings of each stream, times in milliseconds
 * @param promise accepted false alarms of all streams, times in milliseconds
 * @param anchor which baseline is kept over promotions
 * @param prices of tokens
 * @param suspended whether it takes no sessions now
 * @param seasonal whether the hour of the week is taken out of every value
 * @param charts that are asked for, by the name of their signal
 */
public record MonitorDefinition(
    String subject,
    String uid,
    String specDigest,
    List<Signal> signals,
    DriftSettings settings,
    FalseAlarmPromise promise,
    Anchor anchor,
    Prices prices,
    boolean suspended,
    boolean seasonal,
    Map<String, List<ChartPlan>> charts) {
  /** Copies the collections. */
  public MonitorDefinition {
    signals = List.copyOf(signals);
    charts = Map.copyOf(charts);
  }

  /**
   * Which release's baseline is kept.
   *
   * @param kept whether a baseline outlives the promotion of another release
   * @param release whose baseline that is; null for the first that there is
   */
  public record Anchor(boolean kept, String release) {
    /** Every promoted release founds a baseline of its own. */
    public static final Anchor NONE = new Anchor(false, null);

    /** The first baseline is kept. */
    public static final Anchor FIRST = new Anchor(true, null);

    /** Whether a lane of this release stays when another release has its baseline. */
    public boolean keeps(String laneRelease) {
      return kept && (release == null || release.equals(laneRelease));
    }
  }

  /**
   * Prices of tokens.
   *
   * @param input of one prompt token
   * @param output of one generated token
   */
  public record Prices(double input, double output) {
    /** Nothing is known. */
    public static final Prices NONE = new Prices(0, 0);
  }

  /** Whether tokens have a price. */
  public boolean priced() {
    return !Prices.NONE.equals(prices);
  }

  /** The signal of a name in verdicts and states, if it is declared. */
  public Optional<Signal> signal(String name) {
    return signals.stream().filter(signal -> signal.name().equals(name)).findFirst();
  }

  /** Charts that are asked for beside a signal. */
  public List<ChartPlan> charts(Signal signal) {
    return charts.getOrDefault(signal.name(), List.of());
  }

  /** Length of the epochs in which streams are judged together; 0 when each has its own limit. */
  public long epochMillis() {
    return promise instanceof FalseAlarmPromise.FalseDiscoveries shared ? shared.epochLength() : 0;
  }
}
