package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import java.time.Instant;

/** Writes a decision down as the status of a CanaryRelease. */
public final class CanaryStatuses {
  public static final String SUCCEEDED = "Succeeded";

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
        conditions
            .with(SUCCEEDED, succeeded(next.state()), decision.reason(), decision.message())
            .list(),
        next.state().name(),
        next.stable(),
        next.planDigest(),
        begun ? next.step() : null,
        begun ? "%d/%d".formatted(next.step() + 1, rules.steps().size()) : null,
        next.weight(),
        Words.percent(next.weight()),
        figures.samples(),
        figures.difference(),
        text(next.startedAt()),
        text(next.stepStartedAt()),
        begun ? (int) Math.min(Integer.MAX_VALUE, next.samplesAtStep()) : null,
        text(next.promotedAt()),
        decision.message(),
        figures.metrics(),
        null,
        null,
        null,
        null,
        null);
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
        s.message(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static ConditionStatus succeeded(CanaryState state) {
    return switch (state) {
      case Promoted -> ConditionStatus.TRUE;
      case RolledBack, Aborted, Superseded -> ConditionStatus.FALSE;
      case Waiting, Progressing, Paused, Parked, Baking -> ConditionStatus.UNKNOWN;
    };
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
