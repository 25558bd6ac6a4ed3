package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.Ref;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

/**
 * Decides whether a HealingPolicy starts a repair: one per drift, one at a time per service, never
 * over a canary.
 */
public final class HealingChoice {
  private final Clock clock;

  public HealingChoice(Clock clock) {
    this.clock = clock;
  }

  /** Returns what to do; the first reason that forbids a repair is the one that is told. */
  public HealingDecision decide(HealingObservation seen) {
    String monitor = seen.spec().driftMonitorRef().name();
    if (seen.monitor() == null) {
      return new HealingDecision.NotReady(
          HealingReason.DriftMonitorNotFound,
          "spec.driftMonitorRef names DriftMonitor '%s', which does not exist in this namespace: create it or correct the name"
              .formatted(monitor));
    }
    if (seen.service() == null) {
      return new HealingDecision.NotReady(
          HealingReason.ModelServiceNotFound,
          "DriftMonitor '%s' watches ModelService '%s', which does not exist in this namespace"
              .formatted(monitor, seen.monitor().spec().modelServiceRef().name()));
    }
    Optional<RunSummary> own =
        seen.runs().stream()
            .filter(run -> run.active() && seen.name().equals(run.policy()))
            .findFirst();
    if (own.isPresent()) {
      return new HealingDecision.Healing(
          HealingReason.RunActive,
          "HealingRun '%s' repairs '%s'"
              .formatted(own.get().name(), own.get().drift().capability()),
          own.get().name());
    }
    return switch (DriftToRepair.pick(monitor, seen.monitor().status(), seen.spec().trigger())) {
      case DriftToRepair.None none -> new HealingDecision.Idle(none.reason(), none.message());
      case DriftToRepair.Found found -> repair(seen, found.drift());
    };
  }

  private HealingDecision repair(HealingObservation seen, HealingRunSpec.Drift drift) {
    HealingDecision.Held held = obstacle(seen, drift);
    if (held != null) {
      return held;
    }
    HealingRunSpec run =
        new HealingRunSpec(
            new Ref(seen.name()),
            new Ref(seen.service().name()),
            drift,
            seen.service().stableRelease(),
            seen.service().stableFingerprint(),
            seen.spec().recipe());
    String what =
        "'%s' fell by %s since %s, cause %s"
            .formatted(drift.capability(), drift.drop(), drift.since(), drift.cause());
    if (!"Heal".equals(seen.spec().mode())) {
      return new HealingDecision.Observed(
          HealingReason.ObserveOnly,
          what
              + ": would train an adapter on corrections, evaluate it and release it by a canary;"
              + " set spec.mode to Heal for that",
          run);
    }
    String name = RunName.of(seen.monitor().uid(), drift, seen.usedNames());
    return new HealingDecision.Start(
        HealingReason.RepairStarted,
        what + ": HealingRun '%s' repairs it".formatted(name),
        name,
        run);
  }

  private HealingDecision.Held obstacle(HealingObservation seen, HealingRunSpec.Drift drift) {
    if (Boolean.TRUE.equals(seen.spec().suspend())) {
      return held(HealingReason.Suspended, "spec.suspend is true: no repair is started");
    }
    if (seen.paused()) {
      return held(HealingReason.Paused, "the chart value paused stops all new repairs");
    }
    if (seen.service().suspended()) {
      return held(
          HealingReason.ModelServiceSuspended,
          "ModelService '%s' is suspended".formatted(seen.service().name()));
    }
    if (seen.service().stableFingerprint() == null) {
      return held(
          HealingReason.NoStableRelease,
          "ModelService '%s' has no stable release yet".formatted(seen.service().name()));
    }
    Optional<RunSummary> active = seen.runs().stream().filter(RunSummary::active).findFirst();
    if (active.isPresent()) {
      return held(
          HealingReason.RunActive,
          "HealingRun '%s' of HealingPolicy '%s' repairs the same service"
              .formatted(active.get().name(), active.get().policy()));
    }
    if (seen.canary() != null) {
      return held(
          HealingReason.CanaryRunning,
          "CanaryRelease '%s' is under way: a repair waits for its end".formatted(seen.canary()));
    }
    return awaitingGit(seen, drift).orElseGet(() -> cooldown(seen));
  }

  /** A repair of this drift that only waits for somebody to commit it. */
  private static Optional<HealingDecision.Held> awaitingGit(
      HealingObservation seen, HealingRunSpec.Drift drift) {
    return seen.runs().stream()
        .filter(run -> run.awaitsGit() && seen.name().equals(run.policy()))
        .filter(run -> run.stableFingerprint().equals(seen.service().stableFingerprint()))
        .filter(run -> run.drift().capability().equals(drift.capability()))
        .findFirst()
        .map(
            run ->
                held(
                    HealingReason.AwaitingGit,
                    "HealingRun '%s' has an adapter for this drift: commit what it says, or delete it for another try"
                        .formatted(run.name())));
  }

  private HealingDecision.Held cooldown(HealingObservation seen) {
    Duration cooldown = Duration.ofSeconds(seen.spec().cooldownSeconds());
    RunSummary latest =
        seen.runs().stream()
            .filter(run -> seen.name().equals(run.policy()) && !run.superseded())
            .filter(run -> run.finishedAt() != null)
            .max(Comparator.comparing(RunSummary::finishedAt))
            .orElse(null);
    if (latest == null) {
      return null;
    }
    Instant until = latest.finishedAt().plus(cooldown);
    return clock.instant().isBefore(until)
        ? new HealingDecision.Held(
            HealingReason.CoolingDown,
            "HealingRun '%s' ended with %s: the next repair starts at %s at the earliest (cooldownSeconds %d)"
                .formatted(
                    latest.name(),
                    latest.outcome(),
                    until.truncatedTo(ChronoUnit.SECONDS),
                    cooldown.toSeconds()),
            until)
        : null;
  }

  private static HealingDecision.Held held(HealingReason reason, String message) {
    return new HealingDecision.Held(reason, message, null);
  }
}
