package io.homeostat.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.cli.terminal.YamlObject;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.statistics.drift.AlarmBudget;
import io.homeostat.statistics.drift.DriftSettings;
import java.nio.file.Path;

/** Reads the one DriftMonitor of a YAML file, with the defaults that the API server would set. */
final class DriftMonitorFile {
  private static final int MINIMUM_SAMPLES = 100;
  private static final int FREEZE_SAMPLES = 500;
  private static final int MINIMUM_SECONDS = 86_400;

  private final String name;
  private final DriftMonitorSpec spec;

  private DriftMonitorFile(String name, DriftMonitorSpec spec) {
    this.name = name;
    this.spec = spec;
  }

  /**
   * Reads a file; documents of other kinds are passed over.
   *
   * @throws UsageException when it is missing, no YAML, or has not exactly one DriftMonitor
   */
  static DriftMonitorFile read(Path file) throws UsageException {
    JsonNode monitor = YamlObject.read(file, "DriftMonitor");
    try {
      return new DriftMonitorFile(
          monitor.at("/metadata/name").asText("drift monitor"),
          new ObjectMapper().treeToValue(monitor.path("spec"), DriftMonitorSpec.class));
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "'%s' is no DriftMonitor: %s"
              .formatted(file, e.getOriginalMessage().lines().findFirst().orElse("unreadable")));
    }
  }

  String name() {
    return name;
  }

  /**
   * What each stream is started with, times in milliseconds.
   *
   * @throws UsageException when a field has no usable value
   */
  DriftSettings settings() throws UsageException {
    DriftMonitorSpec.Baseline baseline =
        spec == null || spec.baseline() == null
            ? new DriftMonitorSpec.Baseline(null, null, null, null, null)
            : spec.baseline();
    double smallest =
        decimal(
            "spec.smallestDropThatMatters",
            spec == null ? null : spec.smallestDropThatMatters(),
            0.05);
    try {
      return new DriftSettings(
          orElse(baseline.minimumSamples(), MINIMUM_SAMPLES),
          orElse(baseline.freezeSamples(), FREEZE_SAMPLES),
          1000L * orElse(baseline.minimumSeconds(), MINIMUM_SECONDS),
          smallest,
          0);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * What all streams may spend.
   *
   * @throws UsageException when the field has no usable value
   */
  AlarmBudget budget(int streams) throws UsageException {
    boolean unset = spec == null || spec.falseAlarms() == null;
    if (!unset && spec.falseAlarms().falseDiscoveryPercent() != null) {
      throw new UsageException(
          "spec.falseAlarms.falseDiscoveryPercent: this command plans perMonth; write that to compare");
    }
    double perMonth =
        decimal("spec.falseAlarms.perMonth", unset ? null : spec.falseAlarms().perMonth(), 1);
    try {
      return new AlarmBudget(perMonth, streams);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static int orElse(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private static double decimal(String field, String value, double otherwise)
      throws UsageException {
    try {
      return value == null ? otherwise : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new UsageException("%s: write a number instead of '%s'".formatted(field, value));
    }
  }
}
