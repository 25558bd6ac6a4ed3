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
    Instant promotedAt) {
  private static final int ALL = 1000;

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
        instant(status.promotedAt()));
  }

  /** The start at the first step. */
  CanaryProgress started(String stable, String planDigest, int weight, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.SECONDS);
    return new CanaryProgress(
        CanaryState.Progressing, stable, planDigest, 0, weight, at, at, 0, null);
  }

  /** Testing at a step whose samples and pause count from now. */
  CanaryProgress atStep(int number, int share, long samples, Instant now) {
    return new CanaryProgress(
        CanaryState.Progressing,
        stable,
        planDigest,
        number,
        share,
        startedAt,
        now.truncatedTo(ChronoUnit.SECONDS),
        samples,
        null);
  }

  /** The same step in another state and with another share. */
  CanaryProgress held(CanaryState next, int share) {
    return new CanaryProgress(
        next, stable, planDigest, step, share, startedAt, stepStartedAt, samplesAtStep, promotedAt);
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
        now.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The end; a promoted candidate keeps all sessions, any other has none. */
  CanaryProgress ended(CanaryState end) {
    return held(end, end == CanaryState.Promoted ? ALL : 0);
  }

  private static int orZero(Integer value) {
    return value == null ? 0 : value;
  }

  private static Instant instant(String text) {
    return text == null ? null : Instant.parse(text);
  }
}
