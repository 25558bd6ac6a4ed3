package io.homeostat.operator.healing.decide;

import io.homeostat.crds.healingpolicy.MaintenanceWindow;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.time.Clock;
import java.time.Instant;
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
    Optional<MaintenanceWindow> unknown = Windows.withUnknownZone(seen.spec().maintenanceWindows());
    if (unknown.isPresent()) {
      return new HealingDecision.NotReady(
          HealingReason.InvalidTimeZone,
          "spec.maintenanceWindows '%s': there is no time zone '%s'; write one such as Europe/Berlin or UTC"
              .formatted(unknown.get().name(), unknown.get().timeZone()));
    }
    Optional<RunSummary> own = seen.own().stream().filter(RunSummary::active).findFirst();
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
    Optional<HealingDecision> obstacle = obstacle(seen, drift);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    HealingRunSpec run = RepairSpec.of(seen, drift);
    if (run.plan().attempts().isEmpty()) {
      return held(
          HealingReason.NoStrategy,
          "'%s' fell by %s and none of recipe.strategies (%s) applies: add FineTune"
              .formatted(
                  drift.capability(),
                  drift.drop(),
                  String.join(", ", seen.spec().recipe().strategies())));
    }
    String what =
        "'%s' fell by %s since %s, cause %s"
            .formatted(drift.capability(), drift.drop(), drift.since(), drift.cause());
    if (!"Heal".equals(seen.spec().mode())) {
      return new HealingDecision.Observed(
          HealingReason.ObserveOnly,
          "%s: would try %s, evaluate it and release it by a canary; set spec.mode to Heal for that"
              .formatted(what, RepairSpec.words(run.plan())),
          run);
    }
    String name = RunName.of(seen.monitor().uid(), drift, seen.usedNames());
    return new HealingDecision.Start(
        HealingReason.RepairStarted,
        what + ": HealingRun '%s' repairs it".formatted(name),
        name,
        run);
  }

  private Optional<HealingDecision> obstacle(HealingObservation seen, HealingRunSpec.Drift drift) {
    return stopped(seen)
        .or(() -> busy(seen))
        .or(() -> awaitingGit(seen, drift))
        .or(() -> tooEarly(seen));
  }

  private static Optional<HealingDecision> stopped(HealingObservation seen) {
    if (Boolean.TRUE.equals(seen.spec().suspend())) {
      return hold(HealingReason.Suspended, "spec.suspend is true: no repair is started");
    }
    if (seen.paused()) {
      return hold(HealingReason.Paused, "the chart value paused stops all new repairs");
    }
    if (seen.service().suspended()) {
      return hold(
          HealingReason.ModelServiceSuspended,
          "ModelService '%s' is suspended".formatted(seen.service().name()));
    }
    return seen.service().stableFingerprint() == null
        ? hold(
            HealingReason.NoStableRelease,
            "ModelService '%s' has no stable release yet".formatted(seen.service().name()))
        : Optional.empty();
  }

  private static Optional<HealingDecision> busy(HealingObservation seen) {
    Optional<RunSummary> active = seen.runs().stream().filter(RunSummary::active).findFirst();
    if (active.isPresent()) {
      return hold(
          HealingReason.RunActive,
          "HealingRun '%s' of HealingPolicy '%s' repairs the same service"
              .formatted(active.get().name(), active.get().policy()));
    }
    return seen.canary() == null
        ? Optional.empty()
        : hold(
            HealingReason.CanaryRunning,
            "CanaryRelease '%s' is under way: a repair waits for its end".formatted(seen.canary()));
  }

  /** A repair of this drift that only waits for somebody to commit it. */
  private static Optional<HealingDecision> awaitingGit(
      HealingObservation seen, HealingRunSpec.Drift drift) {
    return seen.own().stream()
        .filter(RunSummary::awaitsGit)
        .filter(run -> run.spec().stableFingerprint().equals(seen.service().stableFingerprint()))
        .filter(run -> run.drift().capability().equals(drift.capability()))
        .findFirst()
        .map(
            run ->
                held(
                    HealingReason.AwaitingGit,
                    "HealingRun '%s' has an adapter for this drift: commit what it says, or delete it for another try"
                        .formatted(run.name())));
  }

  /** What only time ends. */
  private Optional<HealingDecision> tooEarly(HealingObservation seen) {
    Instant now = clock.instant();
    Cooldown cooldown = Cooldown.after(seen.own(), seen.spec());
    Optional<Instant> cool = cooldown.until(now);
    if (cool.isPresent()) {
      return Optional.of(
          new HealingDecision.Held(
              HealingReason.CoolingDown, cooldown.words(cool.get()), cool.get()));
    }
    Optional<WeeklyBudget.Spent> spent =
        WeeklyBudget.of(seen.own(), now).spent(seen.spec().budget());
    if (spent.isPresent()) {
      return Optional.of(
          new HealingDecision.Held(
              HealingReason.BudgetSpent, spent.get().message(), spent.get().until()));
    }
    return Windows.next(seen.spec().maintenanceWindows(), now)
        .map(
            opens ->
                new HealingDecision.Held(
                    HealingReason.OutsideWindow,
                    "no maintenance window is open; the next one opens at " + opens,
                    opens));
  }

  private static Optional<HealingDecision> hold(HealingReason reason, String message) {
    return Optional.of(held(reason, message));
  }

  private static HealingDecision held(HealingReason reason, String message) {
    return new HealingDecision.Held(reason, message, null);
  }
}
