package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes a decision down as the status of a CanaryRelease. */
public final class CanaryStatuses {
  public static final String SUCCEEDED = "Succeeded";

  /** Condition: whether today's traffic can decide before the deadline. */
  public static final String ON_TIME = "OnTime";

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private CanaryStatuses() {}

  /**
   * The whole status.
   *
   * @param conditions conditions before, of the generation that was decided on
   * @param figures what is shown of the evidence
   */
  public static CanaryReleaseStatus of(
      CanaryDecision decision,
      CanaryRules rules,
      Conditions conditions,
      Long generation,
      CanaryFigures figures) {
    CanaryProgress next = decision.next();
    boolean begun = next.startedAt() != null;
    return new CanaryReleaseStatus(
        generation,
        onTime(conditions, next, figures)
            .with(SUCCEEDED, succeeded(decision), decision.reason(), decision.message())
            .list(),
        next.state().name(),
        next.stable(),
        next.planDigest(),
        begun ? next.step() : null,
        begun ? Words.position(rules, next.step()) : null,
        next.weight(),
        Words.percent(next.weight()),
        figures.samples(),
        figures.difference(),
        text(next.startedAt()),
        text(next.stepStartedAt()),
        begun ? (int) Math.min(Integer.MAX_VALUE, next.samplesAtStep()) : null,
        text(next.promotedAt()),
        figures.sentence() == null
            ? decision.message()
            : decision.message() + "; " + figures.sentence(),
        figures.metrics(),
        shadow(next, rules, figures),
        next.hold().status(),
        figures.forecast(),
        figures.lossSinceAnchor(),
        next.decidedAt() == null ? null : MILLISECONDS.format(next.decidedAt()),
        next.rollout());
  }

  /** Whether two statuses say the same but for the figures. */
  public static boolean differsInMoreThanFigures(
      CanaryReleaseStatus one, CanaryReleaseStatus other) {
    return one == null || !withoutFigures(one).equals(withoutFigures(other));
  }

  private static CanaryReleaseStatus withoutFigures(CanaryReleaseStatus s) {
    return new CanaryReleaseStatus(
        s.observedGeneration(),
        s.conditions(),
        s.state(),
        s.stable(),
        s.planDigest(),
        s.step(),
        s.stepDisplay(),
        s.weightPermille(),
        s.weight(),
        null,
        null,
        s.startedAt(),
        s.stepStartedAt(),
        s.samplesAtStep(),
        s.promotedAt(),
        null,
        null,
        s.shadow() == null ? null : new CanaryReleaseStatus.Shadow(s.shadow().permille(), null),
        s.hold(),
        null,
        null,
        s.decidedAt(),
        s.rollout());
  }

  private static CanaryReleaseStatus.Shadow shadow(
      CanaryProgress next, CanaryRules rules, CanaryFigures figures) {
    boolean shadowed = rules.steps().stream().anyMatch(step -> step.shadow() > 0);
    return shadowed && next.startedAt() != null
        ? new CanaryReleaseStatus.Shadow(next.shadow(), figures.pairs())
        : null;
  }

  /** Told as long as it is tested; afterwards it keeps what was said last. */
  private static Conditions onTime(
      Conditions conditions, CanaryProgress next, CanaryFigures figures) {
    if (!next.state().testing() || figures.onTime() == null) {
      return conditions;
    }
    CanaryFigures.OnTime told = figures.onTime();
    return conditions.with(ON_TIME, told.status(), told.reason(), told.message());
  }

  private static ConditionStatus succeeded(CanaryDecision decision) {
    return switch (decision.next().state()) {
      case Promoted -> ConditionStatus.TRUE;
      case Completed ->
          decision.reason() == CanaryReason.DryRunPassed
              ? ConditionStatus.TRUE
              : ConditionStatus.FALSE;
      case RolledBack, Aborted, Superseded -> ConditionStatus.FALSE;
      case Waiting, Progressing, Paused, Parked, Baking -> ConditionStatus.UNKNOWN;
    };
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
