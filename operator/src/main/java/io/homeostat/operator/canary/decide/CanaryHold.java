package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * What holds a canary, for how long it was held altogether, and what a person has let pass.
 *
 * @param since since when it is held; null while it is not
 * @param by what holds it; null while nothing does
 * @param seconds time for which it was held before
 * @param passedStep latest manual step that a person has let pass; -1 for none
 * @param accepted comparisons whose breach a person has accepted
 */
public record CanaryHold(
    Instant since, By by, long seconds, int passedStep, List<String> accepted) {
  /** Never held. */
  static final CanaryHold NONE = new CanaryHold(null, null, 0, -1, List.of());

  /** What holds a canary. */
  public enum By {
    /** An Intervention Pause. */
    Person,
    /** A manual step. */
    Step,
    /** A breach that a person must look at. */
    Review,
    /** An Intervention SetTraffic. */
    Traffic,
    /** Stale verdicts. */
    Data,
    /** Engine pods that the step needs and that are not ready. */
    Pods
  }

  public CanaryHold {
    accepted = List.copyOf(accepted);
  }

  static CanaryHold of(CanaryReleaseStatus.Hold hold) {
    return hold == null
        ? NONE
        : new CanaryHold(
            hold.since() == null ? null : Instant.parse(hold.since()),
            hold.by() == null ? null : By.valueOf(hold.by()),
            hold.seconds() == null ? 0 : hold.seconds(),
            hold.passedStep() == null ? -1 : hold.passedStep(),
            hold.accepted());
  }

  /** Held from now, or still held for another cause. */
  CanaryHold begun(By cause, Instant now) {
    Instant from = since == null ? now.truncatedTo(ChronoUnit.SECONDS) : since;
    return new CanaryHold(from, cause, seconds, passedStep, accepted);
  }

  /** Not held any more. */
  CanaryHold ended(Instant now) {
    return new CanaryHold(null, null, total(now).toSeconds(), passedStep, accepted);
  }

  /** A person lets a step pass. */
  CanaryHold passing(int step) {
    return new CanaryHold(since, by, seconds, step, accepted);
  }

  /** A person accepts breaches. */
  CanaryHold accepting(List<String> breaches) {
    return new CanaryHold(
        since,
        by,
        seconds,
        passedStep,
        Stream.concat(accepted.stream(), breaches.stream()).distinct().toList());
  }

  /** For how long it was held until now. */
  Duration total(Instant now) {
    Duration before = Duration.ofSeconds(seconds);
    return since == null || since.isAfter(now) ? before : before.plus(Duration.between(since, now));
  }

  CanaryReleaseStatus.Hold status() {
    return equals(NONE)
        ? null
        : new CanaryReleaseStatus.Hold(
            since == null ? null : since.toString(),
            by == null ? null : by.name(),
            seconds,
            passedStep < 0 ? null : passedStep,
            accepted);
  }
}
