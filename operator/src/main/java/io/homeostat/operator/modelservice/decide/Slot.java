package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.canary.decide.CanaryRules;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Canary;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Evaluation;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The candidate slot of a plan, which is the lock between releases: it follows what its holder
 * wants, is freed when the holder ends, and is given away only when every gateway serves the plan
 * that freed it.
 */
final class Slot {
  private static final Comparator<Claim> ORDER =
      Comparator.comparing(Claim::begun)
          .reversed()
          .thenComparing(Claim::created)
          .thenComparing(Claim::name);

  private Slot() {}

  /** Who could hold the slot next; one that has begun already (its plan was lost) comes first. */
  private record Claim(String name, String uid, Instant created, boolean begun, String release) {}

  /** Puts into the draft what the present holder wants. */
  static Draft follow(ServiceObservation seen, Draft draft) {
    if (draft.holder() == null) {
      return draft.settled(draft.stable(), seen.tuple(draft.stable()));
    }
    Optional<Canary> canary = seen.canary(draft.holder());
    if (canary.isPresent()) {
      return follow(seen, draft, canary.get());
    }
    Optional<Evaluation> evaluation =
        seen.evaluation(draft.holder()).filter(found -> !found.finished());
    return evaluation.isPresent()
        ? candidate(seen, draft, evaluation.get().release(), 0)
        : abandoned(seen, draft);
  }

  /**
   * Gives a free slot to the one that has waited longest, once the plan that freed it is served
   * everywhere.
   */
  static Draft assign(ServiceObservation seen, Draft draft) {
    if (draft.holder() != null || seen.plan() == null || held(seen) || !seen.applied()) {
      return draft;
    }
    return claims(seen)
        .filter(claim -> claim.begun() || seen.ready().contains(claim.release()))
        .min(ORDER)
        .map(claim -> take(seen, draft, claim))
        .orElse(draft);
  }

  /** Releases that wait for the free slot, the longest waiting first; none while it is held. */
  static Stream<String> waiting(ServiceObservation seen, Draft draft) {
    return draft.holder() != null ? Stream.empty() : claims(seen).sorted(ORDER).map(Claim::release);
  }

  private static Draft follow(ServiceObservation seen, Draft draft, Canary canary) {
    CanaryState state = canary.state();
    return switch (state) {
      case Waiting -> candidate(seen, draft, canary.candidate(), 0);
      case Progressing, Paused, Parked -> testing(seen, draft, canary);
      case Baking -> baking(seen, draft, canary);
      case Promoted -> settled(seen, draft, canary.candidate());
      case RolledBack, Aborted ->
          refused(seen, settled(seen, draft, before(draft, canary)), canary);
      case Completed, Superseded -> settled(seen, draft, draft.stable());
    };
  }

  private static Draft testing(ServiceObservation seen, Draft draft, Canary canary) {
    CanaryReleaseStatus status = canary.status();
    int shadow = status.shadow() == null ? 0 : CanaryDefaults.orElse(status.shadow().permille(), 0);
    ReleaseTuple tuple = seen.tuple(canary.candidate());
    return shadow == 0 || tuple == null
        ? candidate(
            seen, draft, canary.candidate(), CanaryDefaults.orElse(status.weightPermille(), 0))
        : draft.held(
            draft.stable(),
            draft.holder(),
            Routes.withShadow(
                draft.stable(), seen.tuple(draft.stable()), canary.candidate(), tuple, shadow));
  }

  private static Draft candidate(ServiceObservation seen, Draft draft, String release, int weight) {
    ReleaseTuple tuple = seen.tuple(release);
    ReleaseTuple stable = seen.tuple(draft.stable());
    return tuple == null
        ? draft.settled(draft.stable(), stable)
        : draft.held(
            draft.stable(),
            draft.holder(),
            Routes.withCandidate(draft.stable(), stable, release, tuple, weight));
  }

  private static Draft baking(ServiceObservation seen, Draft draft, Canary canary) {
    String old = before(draft, canary);
    ReleaseTuple tuple = seen.tuple(canary.candidate());
    ReleaseTuple oldTuple = seen.tuple(old);
    if (tuple == null || oldTuple == null) {
      return draft;
    }
    int holdback = CanaryRules.of(canary.spec()).holdback();
    return draft.held(
        canary.candidate(),
        draft.holder(),
        Routes.withHoldback(canary.candidate(), tuple, old, oldTuple, holdback));
  }

  /** The holder was deleted, or is an Evaluation that has ended: what it tried is undone. */
  private static Draft abandoned(ServiceObservation seen, Draft draft) {
    var old = Routes.of(seen.plan(), Routes.HOLDBACK);
    if (old.isPresent()) {
      return settled(seen, draft, old.get().release())
          .rejecting(
              draft.stable(),
              seen.tuple(draft.stable()),
              "its CanaryRelease was deleted during the bake");
    }
    Draft free = settled(seen, draft, draft.stable());
    return Routes.of(seen.plan(), Routes.CANDIDATE)
        .filter(route -> route.weightPermille() > 0 && seen.byHand().isEmpty())
        .map(
            route ->
                free.rejecting(route.release(), route.tuple(), "its CanaryRelease was deleted"))
        .orElse(free);
  }

  private static Draft refused(ServiceObservation seen, Draft draft, Canary canary) {
    ReleaseTuple tuple = seen.tuple(canary.candidate());
    boolean comparedWithItself = canary.candidate().equals(draft.stable());
    return tuple == null || comparedWithItself
        ? draft
        : draft.rejecting(canary.candidate(), tuple, outcome(canary));
  }

  private static Draft settled(ServiceObservation seen, Draft draft, String release) {
    ReleaseTuple tuple = seen.tuple(release);
    return tuple == null
        ? draft.settled(draft.stable(), seen.tuple(draft.stable()))
        : draft.settled(release, tuple);
  }

  /** The stable release that a canary began with. */
  private static String before(Draft draft, Canary canary) {
    return canary.status() == null || canary.status().stable() == null
        ? draft.stable()
        : canary.status().stable();
  }

  private static String outcome(Canary canary) {
    return "CanaryRelease %s: %s"
        .formatted(canary.name(), CanaryDefaults.orElse(canary.outcome(), canary.state().name()));
  }

  private static boolean held(ServiceObservation seen) {
    return seen.plan().salt() != null && !seen.plan().salt().isEmpty();
  }

  private static Stream<Claim> claims(ServiceObservation seen) {
    boolean stopped = seen.canariesStopped() || seen.suspended();
    Stream<Claim> canaries =
        seen.canaries().stream()
            .filter(canary -> canary.running() && canary.superseded() == null)
            .filter(canary -> !stopped || canary.state() != CanaryState.Waiting)
            .map(
                canary ->
                    new Claim(
                        canary.name(),
                        canary.uid(),
                        canary.created(),
                        canary.state() != CanaryState.Waiting,
                        canary.candidate()));
    Stream<Claim> evaluations =
        seen.evaluations().stream()
            .filter(evaluation -> !evaluation.finished())
            .map(
                evaluation ->
                    new Claim(
                        evaluation.name(),
                        evaluation.uid(),
                        evaluation.created(),
                        false,
                        evaluation.release()));
    return Stream.concat(canaries, evaluations)
        .filter(claim -> seen.tuple(claim.release()) != null);
  }

  private static Draft take(ServiceObservation seen, Draft draft, Claim claim) {
    return draft.held(
        draft.stable(),
        claim.uid(),
        Routes.withCandidate(
            draft.stable(),
            seen.tuple(draft.stable()),
            claim.release(),
            seen.tuple(claim.release()),
            0));
  }
}
