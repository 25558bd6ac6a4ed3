package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.CanaryState.Aborted;
import static io.homeostat.operator.canary.decide.CanaryState.Parked;
import static io.homeostat.operator.canary.decide.CanaryState.Paused;
import static io.homeostat.operator.canary.decide.CanaryState.RolledBack;
import static io.homeostat.operator.canary.decide.CanaryState.Superseded;

/**
 * The state machine of a canary. It reads only what was observed, so that the same observation
 * after a restart gives the same decision; each result is one write of status.
 */
public final class CanaryDecider {
  private CanaryDecider() {}

  /**
   * Decides about one canary.
   *
   * @throws IllegalArgumentException when it has ended
   */
  public static CanaryDecision decide(CanaryObservation seen) {
    return switch (seen.before().state()) {
      case Waiting -> waiting(seen);
      case Progressing, Paused, Parked -> testing(seen);
      case Baking -> BakeDecider.decide(seen);
      case Promoted, RolledBack, Aborted, Superseded ->
          throw new IllegalArgumentException(
              "expected a canary that has not ended, found " + seen.before().state());
    };
  }

  private static CanaryDecision waiting(CanaryObservation seen) {
    if (seen.ordered("Abort")) {
      return end(
          seen, Aborted, CanaryReason.AbortedByIntervention, "aborted: " + seen.orderReason());
    }
    if (seen.supersededBy().isPresent()) {
      return end(seen, Superseded, CanaryReason.SupersededByChange, seen.supersededBy().get());
    }
    if (!seen.traffic().service()) {
      return stay(
          seen,
          CanaryReason.ModelServiceNotFound,
          "there is no such ModelService in this namespace");
    }
    if (seen.candidate().fingerprint() == null) {
      return stay(
          seen,
          CanaryReason.CandidateNotFound,
          "there is no Release '%s' in this namespace: create it or name another candidate"
              .formatted(seen.candidate().name()));
    }
    if (seen.stopped().isPresent()) {
      return stay(seen, CanaryReason.NewCanariesStopped, seen.stopped().get());
    }
    if (!seen.candidate().ready()) {
      return stay(
          seen,
          CanaryReason.CandidateNotReady,
          "the candidate is not proven: " + seen.candidate().message());
    }
    return seen.holdsSlot() ? start(seen) : queued(seen);
  }

  private static CanaryDecision queued(CanaryObservation seen) {
    return stay(
        seen,
        CanaryReason.WaitingForSlot,
        seen.traffic().holder() == null
            ? "the traffic plan gives the candidate's place when all gateways serve its last change"
            : "another release holds the candidate's place; it is this one's turn afterwards");
  }

  private static CanaryDecision start(CanaryObservation seen) {
    CanaryRules rules = seen.rules();
    int weight = rules.step(0).weight();
    return new CanaryDecision(
        seen.before().started(seen.traffic().stable(), rules.digest(), weight, seen.now()),
        CanaryReason.Started,
        "comparing '%s' with '%s', %s"
            .formatted(seen.candidate().name(), seen.traffic().stable(), Words.step(rules, 0)));
  }

  private static CanaryDecision testing(CanaryObservation seen) {
    Evidence evidence = Evidence.of(seen);
    if (!seen.traffic().service()) {
      return end(seen, Aborted, CanaryReason.ModelServiceNotFound, "the ModelService was deleted");
    }
    if (seen.ordered("Abort")) {
      return end(
          seen, Aborted, CanaryReason.AbortedByIntervention, "aborted: " + seen.orderReason());
    }
    if (evidence.rollBack()) {
      return end(seen, RolledBack, CanaryReason.Breach, evidence.words());
    }
    if (seen.supersededBy().isPresent()) {
      return end(seen, Superseded, CanaryReason.SupersededByChange, seen.supersededBy().get());
    }
    if (seen.ordered("Promote")) {
      return new CanaryDecision(
          seen.before().promoted(seen.rules().holdback(), seen.now()),
          CanaryReason.PromotedByIntervention,
          "promoted by order: " + seen.orderReason());
    }
    return seen.before().state() == Paused ? paused(seen, evidence) : running(seen, evidence);
  }

  private static CanaryDecision paused(CanaryObservation seen, Evidence evidence) {
    int share = seen.rules().step(seen.before().step()).weight();
    if (seen.ordered("Resume")) {
      return new CanaryDecision(
          seen.before().atStep(seen.before().step(), share, evidence.samples(), seen.now()),
          CanaryReason.ResumedByIntervention,
          "resumed: " + seen.orderReason());
    }
    return new CanaryDecision(
        seen.before().held(Paused, evidence.fresh() ? share : 0),
        CanaryReason.PausedByIntervention,
        evidence.fresh()
            ? "held at its step until an Intervention resumes, promotes or aborts it"
            : "held by an Intervention, without sessions since its verdicts are stale");
  }

  private static CanaryDecision running(CanaryObservation seen, Evidence evidence) {
    CanaryProgress before = seen.before();
    int share = seen.rules().step(before.step()).weight();
    if (seen.ordered("Pause")) {
      return new CanaryDecision(
          before.held(Paused, evidence.fresh() ? share : 0),
          CanaryReason.PausedByIntervention,
          "paused: " + seen.orderReason());
    }
    if (!before.startedAt().plus(seen.rules().deadline()).isAfter(seen.now())) {
      return end(
          seen,
          RolledBack,
          CanaryReason.DeadlineExceeded,
          "no decision within %d s: %s"
              .formatted(seen.rules().deadline().toSeconds(), evidence.words()));
    }
    if (!evidence.fresh()) {
      return new CanaryDecision(
          before.held(Parked, 0),
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
    return stepping(seen, evidence);
  }

  private static CanaryDecision stepping(CanaryObservation seen, Evidence evidence) {
    CanaryProgress before = seen.before();
    CanaryRules.StepRule step = seen.rules().step(before.step());
    boolean enough = evidence.samples() - before.samplesAtStep() >= step.samples();
    boolean waited = !before.stepStartedAt().plus(step.pause()).isAfter(seen.now());
    if (evidence.untrusted()) {
      return stay(
          seen, CanaryReason.Inconclusive, "data do not allow a decision: " + evidence.words());
    }
    if (evidence.verdict().isEmpty() || !enough || !waited) {
      return stay(seen, CanaryReason.Testing, Words.step(seen.rules(), before.step()));
    }
    if (!seen.rules().last(before.step())) {
      int next = before.step() + 1;
      return new CanaryDecision(
          before.atStep(next, seen.rules().step(next).weight(), evidence.samples(), seen.now()),
          CanaryReason.StepCompleted,
          Words.step(seen.rules(), next));
    }
    if (evidence.promote() && evidence.samples() >= seen.rules().minimumSamples()) {
      return new CanaryDecision(
          before.promoted(seen.rules().holdback(), seen.now()),
          CanaryReason.AllGatesPassed,
          evidence.words());
    }
    return stay(seen, CanaryReason.Testing, Words.step(seen.rules(), before.step()));
  }

  static CanaryDecision stay(CanaryObservation seen, CanaryReason reason, String message) {
    return new CanaryDecision(seen.before(), reason, message);
  }

  static CanaryDecision end(
      CanaryObservation seen, CanaryState end, CanaryReason reason, String message) {
    return new CanaryDecision(seen.before().ended(end), reason, message);
  }
}
