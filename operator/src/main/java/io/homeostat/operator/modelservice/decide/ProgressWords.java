package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.intervention.decide.TrafficOrder;
import io.homeostat.operator.modelservice.decide.ServiceDecision.NewCanary;
import io.homeostat.operator.modelservice.decide.ServiceDecision.Progress;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Canary;
import java.util.List;
import java.util.Optional;

/** Says in one condition what is under way for a ModelService, or why nothing is. */
final class ProgressWords {
  private ProgressWords() {}

  /** A person splits the traffic, and nothing else moves. */
  static Progress byHand(TrafficOrder order) {
    return new Progress(true, ServiceReason.TrafficSetByIntervention, order.words());
  }

  static Progress beforeFirst(ServiceObservation seen) {
    Optional<Progress> refused = patchRefused(seen);
    if (refused.isPresent()) {
      return refused.get();
    }
    return unresolved(seen)
        .orElseGet(
            () ->
                new Progress(
                    true,
                    ServiceReason.FirstRelease,
                    "the first release serves as soon as an engine pod is ready"));
  }

  /** What the spec refers to and cannot be found; empty when everything is. */
  private static Optional<Progress> unresolved(ServiceObservation seen) {
    if (seen.prompt().text() == null) {
      return Optional.of(
          new Progress(false, ServiceReason.PromptNotFound, seen.prompt().problem()));
    }
    return seen.rollout()
        .filter(rollout -> !rollout.known())
        .map(rollout -> new Progress(false, ServiceReason.RolloutUnknown, rollout.problem()));
  }

  static Progress of(
      ServiceObservation seen,
      FileChecks checks,
      Draft draft,
      List<NewCanary> made,
      Optional<PoolPlan.Shortage> shortage) {
    SpecTuple spec = checks.spec();
    Optional<Progress> refused = patchRefused(seen);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (shortage.isPresent()) {
      return lacking(seen, draft, shortage.get());
    }
    if (draft.holder() != null) {
      return holding(seen, draft);
    }
    if (spec == null) {
      return unresolved(seen).orElseThrow();
    }
    if (checks.progress().isPresent()) {
      return checks.progress().get();
    }
    Optional<Progress> waiting = waiting(seen, draft, made);
    return waiting.isPresent() ? waiting.get() : resting(seen, spec, draft);
  }

  private static Optional<Progress> patchRefused(ServiceObservation seen) {
    return PodTemplatePatch.problem(seen.spec().podTemplatePatch())
        .map(
            problem ->
                new Progress(
                    false,
                    ServiceReason.PodTemplatePatchRefused,
                    problem + "; until then the engine pods stay as they are"));
  }

  /** Another pool of engine pods starts or grows; what serves is not touched by that. */
  private static Progress lacking(
      ServiceObservation seen, Draft draft, PoolPlan.Shortage shortage) {
    if (seen.engines().pool(shortage.pool()).filter(EngineView.Pool::foreign).isPresent()) {
      return new Progress(
          true,
          ServiceReason.CandidatePoolNotReady,
          "'%s' waits for its engine: %s; '%s' serves meanwhile"
              .formatted(
                  shortage.release(),
                  shortage.trouble().map(EngineView.Trouble::message).orElse("it does not answer"),
                  draft.stable()));
    }
    boolean unschedulable =
        shortage.trouble().filter(EngineView.Trouble::unschedulable).isPresent();
    return new Progress(
        true,
        unschedulable
            ? ServiceReason.CandidatePoolUnschedulable
            : ServiceReason.CandidatePoolNotReady,
        "'%s' waits for its own engine pods: Deployment '%s' has %d of %d ready (%s); '%s' serves meanwhile"
            .formatted(
                shortage.release(),
                seen.service() + "-" + shortage.pool(),
                shortage.ready(),
                shortage.needed(),
                shortage.trouble().map(EngineView.Trouble::message).orElse("they are starting"),
                draft.stable()));
  }

  private static Progress holding(ServiceObservation seen, Draft draft) {
    Optional<Canary> canary = seen.canary(draft.holder());
    if (canary.isEmpty()) {
      return new Progress(
          true,
          ServiceReason.Evaluating,
          seen.evaluation(draft.holder())
              .map(
                  evaluation ->
                      "Evaluation '%s' tries '%s' without traffic"
                          .formatted(evaluation.name(), evaluation.release()))
              .orElse("the candidate's place is being freed"));
    }
    String name = canary.get().name();
    return canary.get().state() == CanaryState.Baking
        ? new Progress(
            true, ServiceReason.Baking, "CanaryRelease '%s' was promoted and bakes".formatted(name))
        : new Progress(
            true,
            ServiceReason.CanaryRunning,
            "CanaryRelease '%s' tries '%s'".formatted(name, canary.get().candidate()));
  }

  private static Optional<Progress> waiting(
      ServiceObservation seen, Draft draft, List<NewCanary> made) {
    String why =
        seen.applied() ? "its turn comes next" : "the gateways have yet to serve the last change";
    return made.stream()
        .map(NewCanary::name)
        .findFirst()
        .or(() -> seen.canaries().stream().filter(Canary::running).map(Canary::name).findFirst())
        .map(
            name ->
                new Progress(
                    true,
                    ServiceReason.CandidateWaiting,
                    "CanaryRelease '%s' waits: %s".formatted(name, why)));
  }

  private static Progress resting(ServiceObservation seen, SpecTuple spec, Draft draft) {
    ReleaseTuple stable = draft.stableTuple();
    ReleaseTuple candidate = spec.candidate(stable);
    boolean accepted = spec.fingerprint().equals(draft.accepted());
    if (!accepted && seen.suspended()) {
      return new Progress(
          false,
          ServiceReason.Suspended,
          "the spec has changed; spec.suspend holds the release back");
    }
    if (!accepted && seen.canariesStopped()) {
      return new Progress(
          false,
          ServiceReason.NewCanariesStopped,
          "the spec has changed; the chart's value paused holds every new canary back");
    }
    if (ReleaseFingerprint.of(candidate).equals(ReleaseFingerprint.of(stable))) {
      return new Progress(false, ServiceReason.Settled, "the spec is in traffic");
    }
    return new Progress(
        false,
        ServiceReason.NotReleased,
        "the spec asks for another release than '%s', and no canary runs for it: change the spec, or create an Intervention with action Retry"
            .formatted(draft.stable()));
  }
}
