package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.CanaryDecider.end;
import static io.homeostat.operator.canary.decide.CanaryDecider.stay;

import io.homeostat.operator.canary.decide.CanaryRules.StepRule;
import java.util.Optional;

/** Whether a canary that nothing holds goes to its next step, is promoted, or waits for more. */
final class StepDecider {
  private StepDecider() {}

  static CanaryDecision decide(CanaryObservation seen, Evidence evidence) {
    CanaryProgress before = seen.before();
    if (evidence.untrusted()) {
      return seen.rules().rollBackWhenInconclusive() && !seen.rules().dryRun()
          ? end(
              seen,
              CanaryState.RolledBack,
              CanaryReason.Inconclusive,
              "onInconclusive is Rollback: " + evidence.words())
          : stay(
              seen, CanaryReason.Inconclusive, "data do not allow a decision: " + evidence.words());
    }
    if (evidence.unread().isPresent()) {
      return stay(seen, CanaryReason.PrometheusUnavailable, evidence.unread().get());
    }
    if (!complete(seen, evidence)) {
      return stay(seen, CanaryReason.Testing, Words.step(seen.rules(), before.step()));
    }
    StepRule step = seen.rules().step(before.step());
    if (step.manual() && before.hold().passedStep() < before.step()) {
      return new CanaryDecision(
          before.held(CanaryState.Paused, step, CanaryHold.By.Step, seen.now()),
          CanaryReason.StepWaits,
          PausedDecider.waits(seen.rules(), before.step()));
    }
    if (seen.rules().last(before.step())) {
      return seen.rules().dryRun() ? dryRun(seen, evidence) : decision(seen, evidence);
    }
    int next = before.step() + 1;
    return new CanaryDecision(
        before.atStep(next, seen.rules().step(next), evidence.samples(), seen.now()),
        CanaryReason.StepCompleted,
        Words.step(seen.rules(), next));
  }

  /** Whether the step has had its sessions, or in shadow its pairs, and its time. */
  private static boolean complete(CanaryObservation seen, Evidence evidence) {
    CanaryProgress before = seen.before();
    StepRule step = seen.rules().step(before.step());
    boolean enough =
        step.shadow() > 0
            ? evidence.pairs() >= step.samples()
            : evidence.samples() - before.samplesAtStep() >= step.samples();
    boolean waited = !before.stepStartedAt().plus(step.pause()).isAfter(seen.now());
    return evidence.verdict().isPresent() && enough && waited;
  }

  private static CanaryDecision dryRun(CanaryObservation seen, Evidence evidence) {
    return evidence.passed()
        ? new CanaryDecision(
            seen.before().decided(evidence.decidedAt()).ended(CanaryState.Completed, seen.now()),
            CanaryReason.DryRunPassed,
            "on %d pairs of answers: %s".formatted(evidence.pairs(), evidence.words()))
        : stay(seen, CanaryReason.Testing, Words.step(seen.rules(), seen.before().step()));
  }

  private static CanaryDecision decision(CanaryObservation seen, Evidence evidence) {
    if (evidence.accepted()) {
      return stay(
          seen,
          CanaryReason.WaitingForPromotion,
          "a breach was accepted by a person, so only an Intervention Promote promotes it");
    }
    if (!evidence.promote() || evidence.samples() < seen.rules().minimumSamples()) {
      return stay(seen, CanaryReason.Testing, Words.step(seen.rules(), seen.before().step()));
    }
    Optional<String> loss =
        AnchorLoss.of(seen.traffic().anchor(), evidence.verdict().orElseThrow())
            .above(seen.rules().maximumLoss());
    return loss.isPresent()
        ? stay(seen, CanaryReason.LossSinceAnchor, loss.get())
        : new CanaryDecision(
            seen.before()
                .decided(evidence.decidedAt())
                .promoted(seen.rules().holdback(), seen.now()),
            CanaryReason.AllGatesPassed,
            evidence.words());
  }
}
