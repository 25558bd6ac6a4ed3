package io.homeostat.gateway.routing;

import java.util.List;
import java.util.Optional;

/**
 * The split of one model.
 *
 * @param revision revision of the TrafficPlan
 * @param salt what the hash of a session is mixed with, another one for each canary
 * @param arms exactly one of them stable
 */
public record Plan(long revision, String salt, List<Arm> arms) {
  public Plan {
    arms = List.copyOf(arms);
    long stable = arms.stream().filter(arm -> arm.role() == Role.STABLE).count();
    if (stable != 1) {
      throw new IllegalArgumentException("expected one route with role Stable, found " + stable);
    }
  }

  /** The arm that serves whatever no other arm takes, and that answers for arms that fail. */
  public Arm stable() {
    return arm(Role.STABLE).orElseThrow();
  }

  /** Whether any session is answered by another arm than stable. */
  public boolean isSplit() {
    for (Arm arm : arms) {
      if (arm.role() != Role.STABLE && arm.role() != Role.SHADOW && arm.weightPermille() > 0) {
        return true;
      }
    }
    return false;
  }

  /** The arm of a role. */
  public Optional<Arm> arm(Role role) {
    for (Arm arm : arms) {
      if (arm.role() == role) {
        return Optional.of(arm);
      }
    }
    return Optional.empty();
  }

  /** The arm of a release, at any weight. */
  public Optional<Arm> arm(String release) {
    return arms.stream().filter(arm -> arm.release().equals(release)).findFirst();
  }
}
