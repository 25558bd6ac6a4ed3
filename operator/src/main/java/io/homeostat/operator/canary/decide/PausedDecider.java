package io.homeostat.operator.canary.decide;

import io.homeostat.operator.canary.decide.CanaryRules.StepRule;

/** A canary that is held at its step: it goes on as soon as what holds it is gone. */
final class PausedDecider {
  private PausedDecider() {}

  static CanaryDecision decide(CanaryObservation seen, Evidence evidence) {
    CanaryProgress before = seen.before();
    StepRule share = seen.rules().step(before.step());
    CanaryHold.By by = before.hold().by() == null ? CanaryHold.By.Person : before.hold().by();
    if (by == CanaryHold.By.Traffic && seen.traffic().byHand().isEmpty()) {
      return new CanaryDecision(
          before.atStep(before.step(), share, evidence.samples(), seen.now()),
          CanaryReason.TrafficReleased,
          "the split by hand is over, " + Words.step(seen.rules(), before.step()));
    }
    if (seen.ordered("Resume")) {
      return resumed(seen, evidence, by, share);
    }
    CanaryProgress held =
        before.held(
            CanaryState.Paused, evidence.fresh() ? share : StepRule.NOTHING, by, seen.now());
    return switch (by) {
      case Step ->
          new CanaryDecision(held, CanaryReason.StepWaits, waits(seen.rules(), before.step()));
      case Review -> new CanaryDecision(held, CanaryReason.ReviewNeeded, review(evidence));
      case Traffic ->
          new CanaryDecision(
              held, CanaryReason.TrafficSetByIntervention, seen.traffic().byHand().orElse(""));
      case Person, Data, Pods ->
          new CanaryDecision(
              held,
              CanaryReason.PausedByIntervention,
              evidence.fresh()
                  ? "held at its step until an Intervention resumes, promotes or aborts it"
                  : "held by an Intervention, without sessions since its verdicts are stale");
    };
  }

  private static CanaryDecision resumed(
      CanaryObservation seen, Evidence evidence, CanaryHold.By by, StepRule share) {
    CanaryProgress before = seen.before();
    return switch (by) {
      case Step ->
          new CanaryDecision(
              before.with(before.hold().passing(before.step())).released(share, seen.now()),
              CanaryReason.StepPassed,
              "step passed by a person: " + seen.orderReason());
      case Review ->
          new CanaryDecision(
              before.with(before.hold().accepting(evidence.breaches())).released(share, seen.now()),
              CanaryReason.BreachAccepted,
              "breach of %s accepted by a person, who alone may promote it now: %s"
                  .formatted(String.join(", ", evidence.breaches()), seen.orderReason()));
      case Person, Traffic, Data, Pods ->
          new CanaryDecision(
              before.atStep(before.step(), share, evidence.samples(), seen.now()),
              CanaryReason.ResumedByIntervention,
              "resumed: " + seen.orderReason());
    };
  }

  /** What a person is to do about a manual step. */
  static String waits(CanaryRules rules, int step) {
    return "%s is complete: an Intervention Resume lets it go on, Promote or Abort ends it"
        .formatted(Words.step(rules, step));
  }

  /** What a person is to do about a breach. */
  static String review(Evidence evidence) {
    return "%s: an Intervention Abort rolls it back, Promote or Resume accepts that"
        .formatted(evidence.harm());
  }
}
