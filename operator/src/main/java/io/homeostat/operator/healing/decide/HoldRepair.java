package io.homeostat.operator.healing.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Waits whether the promoted repair holds: a canary shows that it is better beside the old release,
 * only time shows that the drift is over.
 */
record HoldRepair() implements RunStep {
  /**
   * What is cached of the traffic plan may be this much older than what is cached of the canary.
   */
  private static final Duration CACHES_AGREE = Duration.ofSeconds(10);

  @Override
  public String condition() {
    return "Held";
  }

  @Override
  public String state() {
    return "Holding";
  }

  @Override
  public Outcome look(RunView run) {
    int seconds = run.spec().plan().holdSeconds();
    if (seconds == 0) {
      return new Outcome.Passed(RunReason.HeldOut, "holdSeconds is 0: nothing is waited for");
    }
    Instant promoted = promoted(run);
    if (run.stable() != null && !serves(run)) {
      return replaced(run, promoted.plus(CACHES_AGREE));
    }
    DriftNow drift = DriftNow.of(run.spec().drift(), run.monitor());
    Instant until = promoted.plusSeconds(seconds);
    boolean over = !run.now().isBefore(until);
    if (drift == DriftNow.LASTS && (over || beganAfter(run, promoted))) {
      return notHeld(run);
    }
    if (!over) {
      return new Outcome.Waiting(
          RunReason.Holding,
          "Release '%s' must hold until %s".formatted(run.release().name(), until),
          until);
    }
    return drift == DriftNow.UNKNOWN
        ? new Outcome.Waiting(
            RunReason.Holding,
            "DriftMonitor '%s' cannot tell whether '%s' drifts"
                .formatted(run.spec().drift().monitor(), run.spec().drift().capability()))
        : new Outcome.Passed(
            RunReason.HeldOut,
            "Release '%s' held for %d s".formatted(run.release().name(), seconds));
  }

  private static Instant promoted(RunView run) {
    Condition succeeded =
        Conditions.find(run.canary().status().conditions(), "Succeeded").orElseThrow();
    return Instant.parse(succeeded.getLastTransitionTime());
  }

  /** Whether stable is the repair, or a later release that has taken its adapter over. */
  private static boolean serves(RunView run) {
    String adapter = run.current().adapter();
    return run.stable().release().equals(run.release().name())
        || adapter != null && adapter.equals(run.stable().adapter());
  }

  private static Outcome replaced(RunView run, Instant sure) {
    if (run.now().isBefore(sure)) {
      return new Outcome.Waiting(
          RunReason.Holding,
          "Release '%s' is stable, while the canary promoted '%s' moments ago"
              .formatted(run.stable().release(), run.release().name()),
          sure);
    }
    return run.stable().release().equals(run.spec().stableRelease())
        ? new Outcome.Ended(
            RunReason.RolledBack,
            "stable went back to Release '%s' before the repair had held for %d s"
                .formatted(run.stable().release(), run.spec().plan().holdSeconds()))
        : new Outcome.Passed(
            RunReason.Replaced,
            "Release '%s' took the place of the repair, which nothing had spoken against"
                .formatted(run.stable().release()));
  }

  /** The drift that the repair was made for began before it; a later one is another fall. */
  private static boolean beganAfter(RunView run, Instant promoted) {
    return DriftNow.stream(run.spec().drift(), run.monitor())
        .map(DriftMonitorStatus.Stream::since)
        .filter(since -> Instant.parse(since).isAfter(promoted))
        .isPresent();
  }

  private static Outcome notHeld(RunView run) {
    String since =
        DriftNow.stream(run.spec().drift(), run.monitor())
            .map(DriftMonitorStatus.Stream::since)
            .map(moment -> Instant.parse(moment).truncatedTo(ChronoUnit.SECONDS).toString())
            .orElse("an unknown moment");
    return new Outcome.Ended(
        RunReason.NotHeld,
        "'%s' drifts since %s although Release '%s' is stable: to take it back, homeostat canary rollback %s"
            .formatted(
                run.spec().drift().capability(),
                since,
                run.release().name(),
                run.spec().modelServiceRef().name()));
  }
}
