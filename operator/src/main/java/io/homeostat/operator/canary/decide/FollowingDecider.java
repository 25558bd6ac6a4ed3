package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.CanaryDecider.stay;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.operator.canary.decide.CanaryObservation.Followed;
import io.homeostat.operator.rollouts.decide.RolloutView;

/**
 * A canary whose traffic a Rollout moves: step and share are mirrored, and what is decided is the
 * verdict for which the Rollout asks. Only harm ends it from here; an undecided one is never ended,
 * so that the Rollout pauses for a person.
 */
final class FollowingDecider {
  private FollowingDecider() {}

  /** Begins when the Rollout rolls out the candidate's pod template. */
  static CanaryDecision start(CanaryObservation seen, Followed followed) {
    RolloutView view = followed.view();
    CanaryObservation shown = seen.showing(status(followed));
    if (followed.candidateHash() == null
        || followed.candidateHash().equals(followed.stableHash())) {
      return stay(
          seen,
          CanaryReason.RolloutUnknown,
          "the candidate runs on the same pods as stable, which no Rollout tells apart: leave spec.actuator out");
    }
    if (!view.known()) {
      return stay(shown, CanaryReason.RolloutUnknown, view.problem());
    }
    if (view.released(followed.candidateHash())) {
      return promoted(shown, view);
    }
    if (!followed.candidateHash().equals(view.currentHash())) {
      return elsewhere(shown, followed);
    }
    if (view.aborted()) {
      return stay(
          shown,
          CanaryReason.WaitingForRollout,
          "Rollout '%s' was aborted before: kubectl argo rollouts retry rollout %s"
              .formatted(view.name(), view.name()));
    }
    CanaryProgress started =
        shown
            .before()
            .started(
                seen.traffic().stable(), seen.rules().digest(), seen.rules().step(0), seen.now());
    return new CanaryDecision(
        mirrored(started, view, shown),
        CanaryReason.Started,
        "comparing '%s' with '%s' while Rollout '%s' moves the traffic"
            .formatted(seen.candidate().name(), seen.traffic().stable(), view.name()));
  }

  /** The time in which the Rollout moves. */
  static CanaryDecision decide(CanaryObservation before, Followed followed) {
    CanaryObservation seen = before.showing(status(followed));
    RolloutView view = followed.view();
    Evidence evidence = Evidence.of(seen);
    if (!seen.traffic().service()) {
      return end(
          seen,
          CanaryState.Aborted,
          CanaryReason.ModelServiceNotFound,
          "the ModelService was deleted");
    }
    if (seen.ordered("Abort")) {
      return end(
          seen,
          CanaryState.Aborted,
          CanaryReason.AbortedByIntervention,
          "aborted: %s; Rollout '%s' aborts when it asks for the verdict"
              .formatted(seen.orderReason(), view.name()));
    }
    if (evidence.rollBack(seen.rules())) {
      return new CanaryDecision(
          seen.before().decided(evidence.decidedAt()).ended(CanaryState.RolledBack, seen.now()),
          CanaryReason.Breach,
          evidence.harm());
    }
    if (seen.supersededBy().isPresent()) {
      return end(
          seen, CanaryState.Superseded, CanaryReason.SupersededByChange, seen.supersededBy().get());
    }
    return moving(seen, followed, evidence);
  }

  private static CanaryDecision moving(
      CanaryObservation seen, Followed followed, Evidence evidence) {
    RolloutView view = followed.view();
    if (!view.known()) {
      return stay(seen, CanaryReason.RolloutUnknown, view.problem());
    }
    if (view.released(followed.candidateHash())) {
      return promoted(seen, view);
    }
    if (!view.currentHash().equals(followed.candidateHash())) {
      return elsewhere(seen, followed);
    }
    if (view.aborted()) {
      return end(
          seen,
          CanaryState.RolledBack,
          CanaryReason.RolloutAborted,
          "Rollout '%s' was aborted; %s".formatted(view.name(), evidence.words()));
    }
    return verdict(seen, view, evidence);
  }

  private static CanaryDecision verdict(
      CanaryObservation seen, RolloutView view, Evidence evidence) {
    CanaryProgress next = mirrored(seen.before(), view, seen);
    if (evidence.review(seen.rules())) {
      return new CanaryDecision(next, CanaryReason.ReviewNeeded, evidence.harm());
    }
    if (evidence.untrusted()) {
      return new CanaryDecision(
          next, CanaryReason.Inconclusive, "data do not allow a decision: " + evidence.words());
    }
    if (evidence.unread().isPresent()) {
      return new CanaryDecision(next, CanaryReason.PrometheusUnavailable, evidence.unread().get());
    }
    if (!evidence.fresh()) {
      return new CanaryDecision(
          next,
          CanaryReason.DataStale,
          "no fresh verdict for %d s: are QualityPolicy, scorer and monitor well?"
              .formatted(seen.rules().parkAfter().toSeconds()));
    }
    if (!evidence.promote() || evidence.samples() < seen.rules().minimumSamples()) {
      return new CanaryDecision(
          next, CanaryReason.Testing, Words.step(seen.rules(), position(view)));
    }
    return AnchorLoss.of(seen.traffic().anchor(), evidence.verdict().orElseThrow())
        .above(seen.rules().maximumLoss())
        .map(loss -> new CanaryDecision(next, CanaryReason.LossSinceAnchor, loss))
        .orElseGet(
            () ->
                new CanaryDecision(
                    next.decided(evidence.decidedAt()),
                    CanaryReason.AllGatesPassed,
                    evidence.words()));
  }

  private static CanaryProgress mirrored(
      CanaryProgress before, RolloutView view, CanaryObservation seen) {
    return before.mirrored(
        view.paused() ? CanaryState.Paused : CanaryState.Progressing,
        position(view),
        view.weight(),
        seen.now());
  }

  private static int position(RolloutView view) {
    return Math.clamp(view.step(), 0, view.shares().size() - 1);
  }

  private static CanaryDecision promoted(CanaryObservation seen, RolloutView view) {
    return end(
        seen,
        CanaryState.Promoted,
        CanaryReason.RolloutPromoted,
        "Rollout '%s' has given it all pods".formatted(view.name()));
  }

  private static CanaryDecision elsewhere(CanaryObservation seen, Followed followed) {
    return stay(
        seen,
        CanaryReason.WaitingForRollout,
        "Rollout '%s' is at pod template '%s', the candidate's is '%s'"
            .formatted(
                followed.view().name(), followed.view().currentHash(), followed.candidateHash()));
  }

  private static CanaryDecision end(
      CanaryObservation seen, CanaryState end, CanaryReason reason, String message) {
    return CanaryDecider.end(seen, end, reason, message);
  }

  private static CanaryReleaseStatus.Rollout status(Followed followed) {
    RolloutView view = followed.view();
    return new CanaryReleaseStatus.Rollout(
        view.name(), followed.candidateHash(), view.phase(), view.pauseReason());
  }
}
