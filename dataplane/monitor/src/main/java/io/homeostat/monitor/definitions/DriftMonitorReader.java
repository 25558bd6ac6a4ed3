package io.homeostat.monitor.definitions;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.statistics.drift.DriftSettings;
import java.util.List;
import java.util.Optional;

/** Reads a DriftMonitor. */
final class DriftMonitorReader {
  private static final int MINIMUM_SAMPLES = 100;
  private static final int FREEZE_SAMPLES = 500;
  private static final int MINIMUM_SECONDS = 86_400;
  private static final double SMALLEST_DROP = 0.05;
  private static final double PER_MONTH = 1;
  private static final long SAME_DRIFT_MILLIS = 600_000;

  private DriftMonitorReader() {}

  /**
   * The definition; nothing for an object without a spec.
   *
   * @throws IllegalArgumentException when a field has no usable value; the message names it
   */
  static Optional<MonitorDefinition> read(DriftMonitor monitor) {
    DriftMonitorSpec spec = monitor.getSpec();
    if (spec == null) {
      return Optional.empty();
    }
    return Optional.of(
        new MonitorDefinition(
            DefinitionsReader.subject(monitor),
            monitor.getMetadata().getUid(),
            CanonicalJson.digest(spec),
            signals(spec),
            settings(spec),
            perMonth(spec),
            Boolean.TRUE.equals(spec.suspend())));
  }

  private static List<Signal> signals(DriftMonitorSpec spec) {
    return spec.signals() == null || spec.signals().isEmpty()
        ? List.of(Signal.QUALITY)
        : spec.signals().stream().map(signal -> Signal.of(signal.metric())).distinct().toList();
  }

  private static DriftSettings settings(DriftMonitorSpec spec) {
    DriftMonitorSpec.Baseline baseline =
        spec.baseline() == null ? new DriftMonitorSpec.Baseline(null, null, null) : spec.baseline();
    return new DriftSettings(
        Numbers.orElse(baseline.minimumSamples(), MINIMUM_SAMPLES),
        Numbers.orElse(baseline.freezeSamples(), FREEZE_SAMPLES),
        1000L * Numbers.orElse(baseline.minimumSeconds(), MINIMUM_SECONDS),
        Numbers.decimal(
            "spec.smallestDropThatMatters", spec.smallestDropThatMatters(), SMALLEST_DROP),
        SAME_DRIFT_MILLIS);
  }

  private static double perMonth(DriftMonitorSpec spec) {
    double perMonth =
        Numbers.decimal(
            "spec.falseAlarms.perMonth",
            spec.falseAlarms() == null ? null : spec.falseAlarms().perMonth(),
            PER_MONTH);
    if (perMonth <= 0) {
      throw new IllegalArgumentException(
          "spec.falseAlarms.perMonth must be above 0, found %s".formatted(perMonth));
    }
    return perMonth;
  }
}
