package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The part of a CanaryRelease's status that the next decision builds on.
 *
 * @param stable release that the candidate is compared with; null before the start
 * @param planDigest digest of the pinned plan; null before the start
 * @param step number of the step from 0
 * @param weight share that the candidate should have, permille
 * @param startedAt moment of the first share; null before
 * @param stepStartedAt moment from which the step's samples and pause count; null before the start
 * @param samplesAtStep sessions of the smaller arm at that moment
 * @param promotedAt moment of the promotion; null before
 * @param shadow share of the requests that it should get in shadow, permille
 * @param hold what holds it, and for how long it was held
 * @param decidedAt when the score was recorded that decided it; null while it is undecided
 * @param rollout the Rollout that is followed; null for none
 */
public record CanaryProgress(
    CanaryState state,
    String stable,
    String planDigest,
    int step,
    int weight,
    Instant startedAt,
    Instant stepStartedAt,
    long samplesAtStep,
    Instant promotedAt,
    int shadow,
    CanaryHold hold,
    Instant decidedAt,
    CanaryReleaseStatus.Rollout rollout) {
  private static final int ALL = 1000;

  /** Progress without shadow traffic and without holds. */
  public CanaryProgress(
      CanaryState state,
      String stable,
      String planDigest,
      int step,
      int weight,
      Instant startedAt,
      Instant stepStartedAt,
      long samplesAtStep,
      Instant promotedAt) {
    this(
        state,
        stable,
        planDigest,
        step,
        weight,
        startedAt,
        stepStartedAt,
        samplesAtStep,
        promotedAt,
        0,
        CanaryHold.NONE,
        null,
        null);
  }

  /** Reads it from a status; a canary without one waits. */
  public static CanaryProgress of(CanaryReleaseStatus status) {
    if (status == null || status.state() == null) {
      return new CanaryProgress(CanaryState.Waiting, null, null, 0, 0, null, null, 0, null);
    }
    return new CanaryProgress(
        CanaryState.of(status),
        status.stable(),
        status.planDigest(),
        orZero(status.step()),
        orZero(status.weightPermille()),
        instant(status.startedAt()),
        instant(status.stepStartedAt()),
        orZero(status.samplesAtStep()),
        instant(status.promotedAt()),
        status.shadow() == null ? 0 : orZero(status.shadow().permille()),
        CanaryHold.of(status.hold()),
        instant(status.decidedAt()),
        status.rollout());
  }

  /** The start at the first step. */
  CanaryProgress started(
      String newStable, String newDigest, CanaryRules.StepRule first, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.SECONDS);
    return new CanaryProgress(
        CanaryState.Progressing,
        newStable,
        newDigest,
        0,
        first.weight(),
        at,
        at,
        0,
        null,
        first.shadow(),
        CanaryHold.NONE,
        null,
        rollout);
  }

  /** Testing at a step whose samples and pause count from now; nothing holds it any more. */
  CanaryProgress atStep(int number, CanaryRules.StepRule rule, long samples, Instant now) {
    return new CanaryProgress(
        CanaryState.Progressing,
        stable,
        planDigest,
        number,
        rule.weight(),
        startedAt,
        now.truncatedTo(ChronoUnit.SECONDS),
        samples,
        null,
        rule.shadow(),
        hold.ended(now),
        null,
        rollout);
  }

  /** Testing at the same step as before the hold. */
  CanaryProgress released(CanaryRules.StepRule rule, Instant now) {
    return with(CanaryState.Progressing, rule.weight(), rule.shadow(), hold.ended(now));
  }

  /** Held at its step, with its share or without any. */
  CanaryProgress held(
      CanaryState next, CanaryRules.StepRule share, CanaryHold.By cause, Instant now) {
    return with(next, share.weight(), share.shadow(), hold.begun(cause, now));
  }

  /** The candidate is stable from now. */
  CanaryProgress promoted(int holdback, Instant now) {
    return new CanaryProgress(
        CanaryState.Baking,
        stable,
        planDigest,
        step,
        ALL - holdback,
        startedAt,
        stepStartedAt,
        samplesAtStep,
        now.truncatedTo(ChronoUnit.SECONDS),
        0,
        hold.ended(now),
        decidedAt,
        rollout);
  }

  /** The end; a promoted candidate keeps all sessions, any other has none. */
  CanaryProgress ended(CanaryState end, Instant now) {
    return with(end, end == CanaryState.Promoted ? ALL : 0, 0, hold.ended(now));
  }

  /** A person has let something pass. */
  CanaryProgress with(CanaryHold changed) {
    return with(state, weight, shadow, changed);
  }

  /** A score has decided it. */
  CanaryProgress decided(Instant at) {
    return new CanaryProgress(
        state,
        stable,
        planDigest,
        step,
        weight,
        startedAt,
        stepStartedAt,
        samplesAtStep,
        promotedAt,
        shadow,
        hold,
        at,
        rollout);
  }

  /** At the step and the share at which a Rollout is; nothing is decided. */
  CanaryProgress mirrored(CanaryState next, int number, int share, Instant now) {
    return new CanaryProgress(
        next,
        stable,
        planDigest,
        number,
        share,
        startedAt,
        number == step ? stepStartedAt : now.truncatedTo(ChronoUnit.SECONDS),
        samplesAtStep,
        null,
        0,
        hold,
        null,
        rollout);
  }

  /** What the Rollout shows that is followed. */
  CanaryProgress showing(CanaryReleaseStatus.Rollout shown) {
    return new CanaryProgress(
        state,
        stable,
        planDigest,
        step,
        weight,
        startedAt,
        stepStartedAt,
        samplesAtStep,
        promotedAt,
        shadow,
        hold,
        decidedAt,
        shown);
  }

  private CanaryProgress with(CanaryState next, int share, int shadowShare, CanaryHold newHold) {
    return new CanaryProgress(
        next,
        stable,
        planDigest,
        step,
        share,
        startedAt,
        stepStartedAt,
        samplesAtStep,
        promotedAt,
        shadowShare,
        newHold,
        decidedAt,
        rollout);
  }

  private static int orZero(Integer value) {
    return value == null ? 0 : value;
  }

  private static Instant instant(String text) {
    return text == null ? null : Instant.parse(text);
  }
}
