package io.homeostat.operator.healing.decide;

import io.homeostat.crds.healingpolicy.HealingPolicySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The pause after a repair. A repair that failed doubles it, again for each one in a row, since
 * what has just not worked will hardly work a moment later.
 *
 * @param failures repairs in a row that failed, the latest first; what a person ended or another
 *     release made needless neither counts nor breaks the row
 * @param latest the repair that ended last; null when none did
 * @param length how long the pause is
 */
record Cooldown(int failures, RunSummary latest, Duration length) {
  private static final int MOST_DOUBLINGS = 30;

  /** The pause after a policy's own repairs. */
  static Cooldown after(List<RunSummary> own, HealingPolicySpec spec) {
    List<RunSummary> ended =
        own.stream()
            .filter(run -> !run.active())
            .sorted(Comparator.comparing(RunSummary::finishedAt).reversed())
            .toList();
    int failures =
        (int)
            ended.stream()
                .takeWhile(run -> !RunReason.Promoted.name().equals(run.outcome()))
                .filter(RunSummary::failed)
                .count();
    RunSummary latest = ended.stream().filter(run -> !run.superseded()).findFirst().orElse(null);
    long base = spec.cooldownSeconds();
    long most = Math.max(base, spec.maximumCooldownSeconds());
    long raised = base << Math.min(failures, MOST_DOUBLINGS);
    return new Cooldown(failures, latest, Duration.ofSeconds(Math.min(raised, most)));
  }

  /** When the next repair may start; empty when it may now. */
  Optional<Instant> until(Instant now) {
    return Optional.ofNullable(latest)
        .map(run -> run.finishedAt().plus(length))
        .filter(now::isBefore);
  }

  /** Why a repair waits, for a person. */
  String words(Instant until) {
    String why =
        failures == 0
            ? "cooldown of %d s".formatted(length.toSeconds())
            : "cooldown raised to %d s, since %s"
                .formatted(
                    length.toSeconds(),
                    failures == 1 ? "this one failed" : failures + " in a row failed");
    return "HealingRun '%s' ended with %s: the next repair starts at %s at the earliest (%s)"
        .formatted(latest.name(), latest.outcome(), until.truncatedTo(ChronoUnit.SECONDS), why);
  }
}
