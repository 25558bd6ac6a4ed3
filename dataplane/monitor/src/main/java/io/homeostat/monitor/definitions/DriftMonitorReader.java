package io.homeostat.monitor.definitions;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.monitor.definitions.MonitorDefinition.Anchor;
import io.homeostat.monitor.definitions.MonitorDefinition.Prices;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.streams.FalseAlarmPromise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a DriftMonitor. */
final class DriftMonitorReader {
  private static final int MINIMUM_SAMPLES = 100;
  private static final int FREEZE_SAMPLES = 500;
  private static final int MINIMUM_SECONDS = 86_400;
  private static final int EPOCH_SECONDS = 86_400;
  private static final double SMALLEST_DROP = 0.05;
  private static final double MINIMUM_EFFECT = 0.1;
  private static final double PER_MONTH = 1;
  private static final double MILLION = 1e6;
  private static final long SAME_DRIFT_MILLIS = 600_000;
  private static final String FIRST = "First";
  private static final String HOUR_OF_WEEK = "HourOfWeek";

  private final DriftMonitorSpec spec;

  private DriftMonitorReader(DriftMonitorSpec spec) {
    this.spec = spec;
  }

  /**
   * The definition; nothing for an object without a spec.
   *
   * @throws IllegalArgumentException when a field has no usable value; the message names it
   */
  static Optional<MonitorDefinition> read(DriftMonitor monitor) {
    return Optional.ofNullable(monitor.getSpec())
        .map(spec -> new DriftMonitorReader(spec).definition(monitor));
  }

  private MonitorDefinition definition(DriftMonitor monitor) {
    FalseAlarmPromise promise = promise();
    return new MonitorDefinition(
        DefinitionsReader.subject(monitor),
        monitor.getMetadata().getUid(),
        CanonicalJson.digest(spec),
        signals(),
        settings(promise),
        promise,
        anchor(),
        prices(),
        Boolean.TRUE.equals(spec.suspend()),
        spec.baseline() != null && HOUR_OF_WEEK.equals(spec.baseline().seasonal()),
        charts());
  }

  private List<Signal> signals() {
    return spec.signals() == null || spec.signals().isEmpty()
        ? List.of(Signal.QUALITY)
        : spec.signals().stream().map(DriftMonitorReader::signal).distinct().toList();
  }

  private static Signal signal(DriftMonitorSpec.Signal declared) {
    SignalMetric metric = SignalMetric.of(declared.metric());
    boolean unnamed = declared.score() == null || declared.score().isEmpty();
    if (unnamed != (metric != SignalMetric.SCORE)) {
      throw new IllegalArgumentException(
          "spec.signals: write score, the name of a part, with metric Score and only with it");
    }
    return new Signal(metric, unnamed ? null : declared.score());
  }

  private Map<String, List<ChartPlan>> charts() {
    Map<String, List<ChartPlan>> charts = new HashMap<>();
    for (DriftMonitorSpec.Signal declared : spec.signals()) {
      Signal signal = signal(declared);
      if (!declared.charts().isEmpty() && signal.metric().drawn()) {
        throw new IllegalArgumentException(
            "spec.signals: metric %s has no numbers to chart; leave charts out"
                .formatted(declared.metric()));
      }
      charts.put(signal.name(), declared.charts().stream().map(DriftMonitorReader::chart).toList());
    }
    return charts;
  }

  private static ChartPlan chart(DriftMonitorSpec.Chart declared) {
    return new ChartPlan(
        ChartPlan.Type.of(declared.type()),
        Numbers.decimal(
            "spec.signals.charts.minimumEffect", declared.minimumEffect(), MINIMUM_EFFECT));
  }

  private DriftSettings settings(FalseAlarmPromise promise) {
    DriftMonitorSpec.Baseline baseline = spec.baseline();
    return new DriftSettings(
        Numbers.orElse(baseline == null ? null : baseline.minimumSamples(), MINIMUM_SAMPLES),
        Numbers.orElse(baseline == null ? null : baseline.freezeSamples(), FREEZE_SAMPLES),
        1000L
            * Numbers.orElse(baseline == null ? null : baseline.minimumSeconds(), MINIMUM_SECONDS),
        Numbers.decimal(
            "spec.smallestDropThatMatters", spec.smallestDropThatMatters(), SMALLEST_DROP),
        promise instanceof FalseAlarmPromise.FalseDiscoveries shared
            ? shared.epochLength()
            : SAME_DRIFT_MILLIS);
  }

  private FalseAlarmPromise promise() {
    DriftMonitorSpec.FalseAlarms declared = spec.falseAlarms();
    if (declared != null && declared.falseDiscoveryPercent() != null) {
      return new FalseAlarmPromise.FalseDiscoveries(
          Numbers.decimal(
              "spec.falseAlarms.falseDiscoveryPercent", declared.falseDiscoveryPercent(), 0),
          1000L * Numbers.orElse(declared.epochSeconds(), EPOCH_SECONDS));
    }
    double perMonth =
        Numbers.decimal(
            "spec.falseAlarms.perMonth", declared == null ? null : declared.perMonth(), PER_MONTH);
    if (perMonth <= 0) {
      throw new IllegalArgumentException(
          "spec.falseAlarms.perMonth must be above 0, found %s".formatted(perMonth));
    }
    return new FalseAlarmPromise.PerMonth(perMonth);
  }

  private Anchor anchor() {
    String declared = spec.baseline() == null ? null : spec.baseline().anchor();
    if (declared == null) {
      return Anchor.NONE;
    }
    return FIRST.equals(declared) ? Anchor.FIRST : new Anchor(true, declared);
  }

  private Prices prices() {
    CanaryPlan.Prices declared = spec.prices();
    return declared == null
        ? Prices.NONE
        : new Prices(
            Numbers.decimal("spec.prices.inputPerMillion", declared.inputPerMillion(), 0) / MILLION,
            Numbers.decimal("spec.prices.outputPerMillion", declared.outputPerMillion(), 0)
                / MILLION);
  }
}
