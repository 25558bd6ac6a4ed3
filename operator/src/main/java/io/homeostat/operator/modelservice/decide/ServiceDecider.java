package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.common.Ref;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.intervention.decide.HandledOrders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what a ModelService needs next; the same observation gives the same decision after every
 * restart.
 */
public final class ServiceDecider {
  private ServiceDecider() {}

  /** Decides about one ModelService. */
  public static ServiceDecision decide(ServiceObservation seen) {
    FileChecks checks = FileChecks.of(seen, asked(seen));
    return seen.plan() == null ? first(seen, checks) : next(seen, checks);
  }

  /** What the spec asks for; null while its prompt or its Rollout cannot be found. */
  private static SpecTuple asked(ServiceObservation seen) {
    if (seen.prompt().text() == null
        || seen.rollout().filter(found -> !found.known()).isPresent()) {
      return null;
    }
    SpecTuple spec =
        SpecTuple.of(seen.spec(), seen.prompt().text(), seen.stableTuple(), seen.defaultImage());
    return seen.rollout()
        .map(found -> spec.onPods(seen.plan() == null ? found.stableHash() : found.currentHash()))
        .orElse(spec);
  }

  /** The release of a tuple, as an object of this service. */
  public static ReleaseSpec release(String service, ReleaseTuple tuple) {
    return new ReleaseSpec(
        new Ref(service), ReleaseFingerprint.of(tuple), SpecTuple.servedModel(tuple), tuple, null);
  }

  /** The same with what is known of where its adapter came from. */
  static ReleaseSpec release(ServiceObservation seen, ReleaseTuple tuple) {
    ReleaseSpec release = release(seen.service(), tuple);
    return new ReleaseSpec(
        release.modelServiceRef(),
        release.fingerprint(),
        release.servedModel(),
        tuple,
        Provenances.of(seen, releaseName(seen.service(), tuple), tuple));
  }

  /** Name of the release of a tuple. */
  public static String releaseName(String service, ReleaseTuple tuple) {
    return ReleaseFingerprint.name(service, ReleaseFingerprint.of(tuple));
  }

  private static ServiceDecision first(ServiceObservation seen, FileChecks checks) {
    SpecTuple spec = checks.spec();
    if (spec == null || checks.progress().isPresent()) {
      return nothing(seen, checks, Map.of());
    }
    ReleaseSpec known = seen.knownStable() == null ? null : seen.releases().get(seen.knownStable());
    ReleaseTuple tuple = known != null ? known.tuple() : spec.tuple();
    String name = known != null ? seen.knownStable() : releaseName(seen.service(), tuple);
    Map<String, ReleaseSpec> releases = Map.of(name, known != null ? known : release(seen, tuple));
    boolean proven = tuple.adapter() == null || seen.ready().contains(name);
    if (known == null && (seen.readyPods() == 0 || !proven)) {
      return nothing(seen, checks, releases);
    }
    PoolPlan.Result fitted =
        PoolPlan.of(
            seen,
            new Draft(
                name,
                null,
                Routes.stable(name, tuple),
                List.of(),
                spec.fingerprint(),
                seen.handled()));
    Draft draft = fitted.draft();
    return new ServiceDecision(
        spec,
        releases,
        List.of(),
        Map.of(),
        fitted.pools(),
        List.of(),
        List.of(),
        List.of(),
        Provenances.keep(
            seen,
            draft.plan(seen.service(), seen.spec(), null, AnchorLedger.next(seen, draft)),
            releases),
        seen.handled(),
        ProgressWords.of(seen, checks, draft, List.of(), Optional.empty()));
  }

  private static ServiceDecision nothing(
      ServiceObservation seen, FileChecks checks, Map<String, ReleaseSpec> releases) {
    return new ServiceDecision(
        checks.spec(),
        releases,
        List.of(),
        Map.of(),
        checks.spec() == null ? List.of() : PoolPlan.first(seen, checks.spec().tuple()),
        List.of(),
        List.of(),
        checks.open(),
        null,
        HandledOrders.parse(null),
        checks.progress().orElseGet(() -> ProgressWords.beforeFirst(seen)));
  }

  private static ServiceDecision next(ServiceObservation seen, FileChecks checks) {
    SpecTuple spec = checks.spec();
    Draft followed = Slot.follow(seen, Draft.of(seen.plan(), seen.handled()));
    RollbackOrder.Result ordered = RollbackOrder.carryOut(seen, followed);
    SpecChange.Result change =
        spec == null || checks.progress().isPresent()
            ? SpecChange.Result.none(ordered.draft())
            : SpecChange.carryOut(seen, spec, ordered.draft());
    BreakGlass.Result split =
        BreakGlass.carryOut(
            seen,
            BreakGlass.holding(seen).isPresent()
                ? change.draft()
                : Slot.assign(seen, change.draft()));
    PoolPlan.Result fitted = PoolPlan.of(seen, split.draft());
    Draft draft = fitted.draft();
    Map<String, String> superseded = new LinkedHashMap<>(ordered.superseded());
    superseded.putAll(change.superseded());
    TrafficPlanSpec plan =
        draft.plan(seen.service(), seen.spec(), seen.plan(), AnchorLedger.next(seen, draft));
    Map<String, ReleaseSpec> releases = releases(seen, plan, change.releases());
    return new ServiceDecision(
        spec,
        releases,
        change.canaries(),
        superseded,
        fitted.pools(),
        fitted.idle(),
        ReleaseHistory.expired(seen, spec, plan, releases.keySet()),
        checks.open(),
        Provenances.keep(seen, plan, releases),
        draft.handled(),
        split
            .byHand()
            .map(ProgressWords::byHand)
            .orElseGet(
                () -> ProgressWords.of(seen, checks, draft, change.canaries(), fitted.shortage())));
  }

  /** What the spec change made, and every release in traffic whose object was deleted. */
  private static Map<String, ReleaseSpec> releases(
      ServiceObservation seen, TrafficPlanSpec plan, Map<String, ReleaseSpec> made) {
    Map<String, ReleaseSpec> all = new LinkedHashMap<>(made);
    plan.routes().stream()
        .filter(route -> !seen.releases().containsKey(route.release()))
        .forEach(route -> all.putIfAbsent(route.release(), release(seen, route.tuple())));
    return all;
  }
}
