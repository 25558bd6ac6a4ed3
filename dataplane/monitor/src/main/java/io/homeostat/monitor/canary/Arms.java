package io.homeostat.monitor.canary;

import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.PlanWeights.Route;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.statistics.canary.Arm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Says which arm a session entered, and how likely that was.
 *
 * <p>Arms are told by the release's name, so that they stay the same when promotion swaps the
 * roles. Only when stable is compared with itself the role tells them, and then the bake brings no
 * more units.
 */
final class Arms {
  private final CanaryDefinition canary;

  Arms(CanaryDefinition canary) {
    this.canary = canary;
  }

  /** The arm of a session; nothing when it is no unit of this canary. */
  Optional<Arm> of(SessionUnit unit) {
    if (unit.startMillis() < canary.startedAtMillis() || canary.phase() == Phase.OVER) {
      return Optional.empty();
    }
    if (canary.isSelfComparison() && canary.phase() == Phase.BAKING) {
      return Optional.empty();
    }
    if (isCandidate(unit.release(), unit.role())) {
      return Optional.of(Arm.CANDIDATE);
    }
    return isControl(unit.release(), unit.role()) ? Optional.of(Arm.CONTROL) : Optional.empty();
  }

  /**
   * Share of the candidate in the two arms' traffic at the session's revision; nothing when it is
   * not known.
   */
  OptionalDouble candidateShare(SessionUnit unit, PlanWeights weights) {
    return candidateShare(unit.planRevision(), weights);
  }

  /** The same at any revision. */
  OptionalDouble candidateShare(long planRevision, PlanWeights weights) {
    List<Route> routes = weights.at(planRevision).orElse(List.of());
    int candidate = weight(routes, route -> isCandidate(route.release(), route.role()));
    int control = weight(routes, route -> isControl(route.release(), route.role()));
    return candidate + control == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(candidate / (double) (candidate + control));
  }

  private static int weight(List<Route> routes, Predicate<Route> arm) {
    return routes.stream().filter(arm).mapToInt(Route::weightPermille).sum();
  }

  private boolean isCandidate(String release, String role) {
    return release.equals(canary.candidate())
        && (!canary.isSelfComparison() || SessionUnit.CANDIDATE.equals(role));
  }

  private boolean isControl(String release, String role) {
    return release.equals(canary.stable())
        && (!canary.isSelfComparison() || SessionUnit.STABLE.equals(role));
  }
}
