package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.crds.healingpolicy.HealingPolicySpec;
import io.homeostat.crds.healingpolicy.MaintenanceWindow;
import io.homeostat.operator.drift.decide.DriftReason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a HealingPolicy may see in tests. */
final class Sights {
  static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final HealingObservation.Service SERVICE =
      new HealingObservation.Service("support", false, "support-aaaaaaaaaa", Repairs.STABLE, null);
  static final RepairSources NOTHING =
      new RepairSources(Repairs.CAPABILITIES, List.of(), Map.of(), List.of(), List.of());

  static HealingObservation seen(String mode, DriftMonitorStatus status) {
    return seen(spec(mode, false), status, SERVICE);
  }

  static HealingObservation seen(
      HealingPolicySpec spec, DriftMonitorStatus status, HealingObservation.Service service) {
    DriftMonitorSpec monitor =
        new DriftMonitorSpec(new Ref("support"), null, "0.05", null, null, null, null, false);
    return new HealingObservation(
        "heal",
        spec,
        new HealingObservation.Monitor("monitor-uid", monitor, status),
        service,
        List.of(),
        Set.of(),
        null,
        NOTHING,
        null,
        false);
  }

  static HealingPolicySpec spec(String mode, boolean suspend) {
    return spec(mode, suspend, null, List.of());
  }

  static HealingPolicySpec spec(
      String mode,
      boolean suspend,
      HealingPolicySpec.Budget budget,
      List<MaintenanceWindow> windows) {
    return new HealingPolicySpec(
        new Ref("support"),
        mode,
        new HealingPolicySpec.Trigger("0.05", List.of("ExpectedAnswers")),
        Repairs.recipe(null, null),
        "Automatic",
        3600,
        20_000,
        600,
        budget,
        windows,
        suspend);
  }

  static HealingObservation with(
      HealingObservation seen, List<RunSummary> runs, String canary, boolean paused) {
    Set<String> used = runs.stream().map(RunSummary::name).collect(Collectors.toSet());
    return new HealingObservation(
        seen.name(),
        seen.spec(),
        seen.monitor(),
        seen.service(),
        runs,
        used,
        canary,
        seen.sources(),
        seen.account(),
        paused);
  }

  static HealingObservation with(
      HealingObservation seen, List<RunSummary> runs, RepairSources sources) {
    return new HealingObservation(
        seen.name(),
        seen.spec(),
        seen.monitor(),
        seen.service(),
        runs,
        Set.of(),
        null,
        sources,
        null,
        false);
  }

  static DriftMonitorStatus drifting(DriftMonitorStatus.Stream... streams) {
    return status(ConditionStatus.TRUE, streams);
  }

  static DriftMonitorStatus status(ConditionStatus drifting, DriftMonitorStatus.Stream... streams) {
    return new DriftMonitorStatus(
        1L,
        Conditions.from(List.of(), 1L, CLOCK)
            .with("Drifting", drifting, DriftReason.DriftDetected, "")
            .list(),
        streams.length,
        null,
        null,
        null,
        List.of(streams),
        null,
        null,
        null,
        null);
  }

  static DriftMonitorStatus.Stream date(String cause) {
    return stream("date", "Quality", "0.960", "0.550", cause);
  }

  static DriftMonitorStatus.Stream dateSince(Instant since) {
    return stream("date", "Quality", "0.960", "0.550", "ExpectedAnswers", since.toString());
  }

  static DriftMonitorStatus.Stream stream(
      String capability, String signal, String baseline, String current, String cause) {
    return stream(capability, signal, baseline, current, cause, "2026-11-21T07:50:00Z");
  }

  private static DriftMonitorStatus.Stream stream(
      String capability,
      String signal,
      String baseline,
      String current,
      String cause,
      String since) {
    return new DriftMonitorStatus.Stream(
        capability,
        signal,
        "Drifting",
        baseline,
        null,
        current,
        null,
        null,
        200,
        1,
        null,
        null,
        since,
        cause,
        null,
        null,
        null,
        List.of(),
        null,
        null);
  }

  private Sights() {}
}
