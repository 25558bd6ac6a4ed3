package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.CanaryDecider.end;
import static io.homeostat.operator.canary.decide.CanaryState.Aborted;
import static io.homeostat.operator.canary.decide.CanaryState.Completed;
import static io.homeostat.operator.canary.decide.CanaryState.Parked;
import static io.homeostat.operator.canary.decide.CanaryState.Paused;
import static io.homeostat.operator.canary.decide.CanaryState.RolledBack;
import static io.homeostat.operator.canary.decide.CanaryState.Superseded;

import io.homeostat.operator.canary.decide.CanaryRules.StepRule;
import java.util.Optional;

/** The time in which the candidate is compared with stable: ends first, then holds, then steps. */
final class TestingDecider {
  private TestingDecider() {}

  static CanaryDecision decide(CanaryObservation seen) {
    Evidence evidence = Evidence.of(seen);
    if (!seen.traffic().service()) {
      return end(seen, Aborted, CanaryReason.ModelServiceNotFound, "the ModelService was deleted");
    }
    if (seen.ordered("Abort")) {
      return end(
          seen, Aborted, CanaryReason.AbortedByIntervention, "aborted: " + seen.orderReason());
    }
    if (evidence.rollBack(seen.rules())) {
      return harmed(seen, evidence);
    }
    if (seen.supersededBy().isPresent()) {
      return end(seen, Superseded, CanaryReason.SupersededByChange, seen.supersededBy().get());
    }
    if (seen.ordered("Promote") && !seen.rules().dryRun()) {
      return new CanaryDecision(
          seen.before()
              .with(seen.before().hold().accepting(evidence.breaches()))
              .promoted(seen.rules().holdback(), seen.now()),
          CanaryReason.PromotedByIntervention,
          "promoted by order: " + seen.orderReason());
    }
    return seen.before().state() == Paused
        ? PausedDecider.decide(seen, evidence)
        : running(seen, evidence);
  }

  private static CanaryDecision harmed(CanaryObservation seen, Evidence evidence) {
    CanaryProgress ended =
        seen.before()
            .decided(evidence.decidedAt())
            .ended(seen.rules().dryRun() ? Completed : RolledBack, seen.now());
    return new CanaryDecision(
        ended,
        seen.rules().dryRun() ? CanaryReason.DryRunFailed : CanaryReason.Breach,
        evidence.harm());
  }

  private static CanaryDecision running(CanaryObservation seen, Evidence evidence) {
    CanaryProgress before = seen.before();
    StepRule share = seen.rules().step(before.step());
    Optional<CanaryDecision> held = held(seen, evidence, share);
    if (held.isPresent()) {
      return held.get();
    }
    Optional<CanaryDecision> pods = pods(seen, evidence, share);
    if (pods.isPresent()) {
      return pods.get();
    }
    if (late(seen)) {
      return end(
          seen,
          seen.rules().dryRun() ? Completed : RolledBack,
          CanaryReason.DeadlineExceeded,
          "no decision within %d s: %s"
              .formatted(seen.rules().deadline().toSeconds(), evidence.words()));
    }
    if (!evidence.fresh()) {
      return new CanaryDecision(
          before.held(Parked, StepRule.NOTHING, CanaryHold.By.Data, seen.now()),
          CanaryReason.DataStale,
          "no fresh verdict for %d s: without sessions until the monitor speaks again; are QualityPolicy, scorer and monitor well?"
              .formatted(seen.rules().parkAfter().toSeconds()));
    }
    if (before.state() == Parked) {
      return new CanaryDecision(
          before.atStep(before.step(), share, evidence.samples(), seen.now()),
          CanaryReason.DataReturned,
          "verdicts are fresh again, " + Words.step(seen.rules(), before.step()));
    }
    return StepDecider.decide(seen, evidence);
  }

  /** An order to pause, a split by hand, or a breach that is to be reviewed. */
  private static Optional<CanaryDecision> held(
      CanaryObservation seen, Evidence evidence, StepRule share) {
    CanaryProgress before = seen.before();
    if (seen.ordered("Pause")) {
      return Optional.of(
          new CanaryDecision(
              before.held(
                  Paused,
                  evidence.fresh() ? share : StepRule.NOTHING,
                  CanaryHold.By.Person,
                  seen.now()),
              CanaryReason.PausedByIntervention,
              "paused: " + seen.orderReason()));
    }
    if (seen.traffic().byHand().isPresent()) {
      return Optional.of(
          new CanaryDecision(
              before.held(Paused, share, CanaryHold.By.Traffic, seen.now()),
              CanaryReason.TrafficSetByIntervention,
              seen.traffic().byHand().get()));
    }
    if (evidence.review(seen.rules())) {
      return Optional.of(
          new CanaryDecision(
              before.held(Paused, share, CanaryHold.By.Review, seen.now()),
              CanaryReason.ReviewNeeded,
              PausedDecider.review(evidence)));
    }
    return Optional.empty();
  }

  /**
   * A step whose engine pods are not ready has not begun: neither its own time nor the deadline
   * runs. With sessions of its own the candidate still needs fresh verdicts meanwhile.
   */
  private static Optional<CanaryDecision> pods(
      CanaryObservation seen, Evidence evidence, StepRule share) {
    CanaryProgress before = seen.before();
    Optional<PodWait> waits =
        seen.traffic().pods().filter(wait -> wait.given() == 0 || evidence.fresh());
    if (waits.isPresent()) {
      return Optional.of(
          new CanaryDecision(
              before.held(CanaryState.Progressing, share, CanaryHold.By.Pods, seen.now()),
              CanaryReason.WaitingForPods,
              waits.get().words()));
    }
    return before.hold().by() != CanaryHold.By.Pods || seen.traffic().pods().isPresent()
        ? Optional.empty()
        : Optional.of(
            new CanaryDecision(
                before.atStep(before.step(), share, evidence.samples(), seen.now()),
                CanaryReason.PodsReady,
                "its engine pods are ready, " + Words.step(seen.rules(), before.step())));
  }

  /**
   * Whether the deadline has passed; time in which it was paused, parked or without its engine pods
   * does not count.
   */
  private static boolean late(CanaryObservation seen) {
    return !seen.before()
        .startedAt()
        .plus(seen.rules().deadline())
        .plus(seen.before().hold().total(seen.now()))
        .isAfter(seen.now());
  }
}
