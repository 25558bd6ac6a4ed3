package io.homeostat.operator.rollouts.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.events.CanaryVerdict;
import io.homeostat.operator.canary.decide.CanaryReason;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.canary.decide.CanaryStatuses;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody else who moves traffic may do with a candidate. Everything that is not known to be
 * good or bad holds.
 *
 * @param reason a constant, such as AllGatesPassed
 * @param message one sentence
 */
public record GateVerdict(Answer answer, String reason, String message) {

  /** The three ways. */
  public enum Answer {
    /** The candidate may get more traffic. */
    Pass,
    /** The candidate is to be taken back. */
    Fail,
    /** Nobody knows yet: stay. */
    Hold;

    /** As it is written in JSON. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A CanaryRelease as the caches have it.
   *
   * @param status null before the first
   * @param patience age up to which a verdict of the monitor counts
   */
  public record Asked(String uid, Long generation, CanaryReleaseStatus status, Duration patience) {}

  /** Holds, whatever the reason. */
  public static GateVerdict hold(String reason, String message) {
    return new GateVerdict(Answer.Hold, reason, message);
  }

  /**
   * The verdict about one canary.
   *
   * @param said what the monitor last said about a canary of that name
   */
  public static GateVerdict of(Asked asked, Optional<CanaryVerdict> said, Instant now) {
    CanaryReleaseStatus status = asked.status();
    if (status == null || !asked.generation().equals(status.observedGeneration())) {
      return hold("NotObserved", "the operator has yet to look at the CanaryRelease");
    }
    Optional<Condition> condition = Conditions.find(status.conditions(), CanaryStatuses.SUCCEEDED);
    String reason = condition.map(Condition::getReason).orElse("NotObserved");
    String message = status.message() == null ? reason : status.message();
    return switch (CanaryState.of(status)) {
      case Promoted, Baking -> new GateVerdict(Answer.Pass, reason, message);
      case RolledBack, Aborted -> new GateVerdict(Answer.Fail, reason, message);
      case Completed -> new GateVerdict(completed(reason), reason, message);
      case Waiting, Superseded -> hold(reason, message);
      case Progressing, Paused, Parked ->
          CanaryReason.AllGatesPassed.name().equals(reason)
              ? passed(asked, said, now, message)
              : hold(reason, message);
    };
  }

  /** A dry run that ended without a decision is no reason to go back. */
  private static Answer completed(String reason) {
    if (CanaryReason.DryRunPassed.name().equals(reason)) {
      return Answer.Pass;
    }
    return CanaryReason.DryRunFailed.name().equals(reason) ? Answer.Fail : Answer.Hold;
  }

  /** That all gates passed counts as long as the monitor says so of this very canary. */
  private static GateVerdict passed(
      Asked asked, Optional<CanaryVerdict> said, Instant now, String message) {
    boolean fresh =
        said.filter(verdict -> asked.uid().equals(verdict.subjectUid()))
            .filter(verdict -> asked.status().planDigest().equals(verdict.planDigest()))
            .filter(verdict -> "Promote".equals(verdict.decision()))
            .map(verdict -> Instant.ofEpochMilli(verdict.asOfMillis()))
            .filter(asOf -> asOf.isAfter(now.minus(asked.patience())))
            .isPresent();
    return fresh
        ? new GateVerdict(Answer.Pass, CanaryReason.AllGatesPassed.name(), message)
        : hold(
            CanaryReason.DataStale.name(),
            "all gates have passed, and the monitor has not said so for %d s"
                .formatted(asked.patience().toSeconds()));
  }
}
