package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.modelservice.decide.Lineage.Repair;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Canary;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which Releases a service no longer needs: the oldest beyond {@code spec.revisionHistoryLimit} of
 * those that nothing speaks of.
 */
final class ReleaseHistory {
  private static final int DEFAULT_LIMIT = 10;

  private ReleaseHistory() {}

  /**
   * Names of Releases that may be deleted; none while a gateway may serve an earlier plan.
   *
   * @param next the plan that is about to be written
   * @param made names of Releases that are about to be made
   */
  static List<String> expired(
      ServiceObservation seen, SpecTuple spec, TrafficPlanSpec next, Set<String> made) {
    if (!seen.applied() || seen.plan() == null) {
      return List.of();
    }
    Set<String> used = used(seen, next);
    used.addAll(made);
    if (spec != null) {
      used.add(
          ServiceDecider.releaseName(
              seen.service(), spec.candidate(seen.tuple(seen.plan().stable()))));
    }
    Comparator<String> youngestFirst =
        Comparator.comparing((String name) -> seen.lineage().made().getOrDefault(name, Instant.MAX))
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    return seen.releases().keySet().stream()
        .filter(name -> !used.contains(name))
        .sorted(youngestFirst)
        .skip(CanaryDefaults.orElse(seen.spec().revisionHistoryLimit(), DEFAULT_LIMIT))
        .toList();
  }

  /** What traffic, canaries, evaluations, repairs and a rollback would miss. */
  private static Set<String> used(ServiceObservation seen, TrafficPlanSpec next) {
    Set<String> used = new HashSet<>();
    Stream.concat(seen.plan().routes().stream(), next.routes().stream())
        .map(Route::release)
        .forEach(used::add);
    used.add(seen.knownStable());
    used.add(next.anchor() == null ? null : next.anchor().release());
    RollbackOrder.before(seen, next.stable()).ifPresent(used::add);
    seen.canaries().stream().filter(Canary::running).forEach(canary -> add(used, canary));
    seen.evaluations().stream()
        .filter(evaluation -> !evaluation.finished())
        .forEach(evaluation -> used.add(evaluation.release()));
    seen.lineage().repairs().stream()
        .filter(Repair::running)
        .flatMap(repair -> Stream.of(repair.stable(), repair.release()).filter(Objects::nonNull))
        .forEach(used::add);
    seen.lineage().awaitingGit().ifPresent(repair -> used.add(repair.release()));
    return used;
  }

  private static void add(Set<String> used, Canary canary) {
    used.add(canary.candidate());
    if (canary.status() != null) {
      used.add(canary.status().stable());
    }
  }
}
