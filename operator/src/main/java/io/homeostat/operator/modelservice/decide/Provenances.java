package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseSpec.Provenance;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.release.ReleaseTuple.Adapter;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Origin;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where adapters came from: a release that takes an adapter over takes its provenance over, and the
 * plan keeps that of what it routes to, in case the Release is deleted.
 */
final class Provenances {
  private Provenances() {}

  /** Provenance of a release that is about to be made; null when nothing is known. */
  static Provenance of(ServiceObservation seen, String release, ReleaseTuple tuple) {
    return inPlan(seen.plan(), release).or(() -> ofAdapter(seen, tuple.adapter())).orElse(null);
  }

  /** The plan with the provenance of everything that it routes to. */
  static TrafficPlanSpec keep(
      ServiceObservation seen, TrafficPlanSpec plan, Map<String, ReleaseSpec> made) {
    List<Origin> origins =
        plan.routes().stream()
            .map(route -> route.release())
            .distinct()
            .flatMap(release -> origin(seen, release, made).stream())
            .toList();
    return plan.withOrigins(origins);
  }

  private static Optional<Origin> origin(
      ServiceObservation seen, String release, Map<String, ReleaseSpec> made) {
    ReleaseSpec spec = seen.releases().getOrDefault(release, made.get(release));
    return Optional.ofNullable(spec)
        .map(ReleaseSpec::provenance)
        .or(() -> inPlan(seen.plan(), release))
        .map(provenance -> new Origin(release, provenance));
  }

  private static Optional<Provenance> inPlan(TrafficPlanSpec plan, String release) {
    return plan == null
        ? Optional.empty()
        : plan.origins().stream()
            .filter(origin -> origin.release().equals(release))
            .map(Origin::provenance)
            .findFirst();
  }

  private static Optional<Provenance> ofAdapter(ServiceObservation seen, Adapter adapter) {
    if (adapter == null) {
      return Optional.empty();
    }
    Stream<Provenance> released =
        seen.releases().values().stream()
            .filter(release -> adapter.equals(release.tuple().adapter()))
            .map(ReleaseSpec::provenance);
    Stream<Provenance> routed =
        seen.plan() == null
            ? Stream.empty()
            : seen.plan().routes().stream()
                .filter(route -> adapter.equals(route.tuple().adapter()))
                .flatMap(route -> inPlan(seen.plan(), route.release()).stream());
    return Stream.concat(released, routed).filter(Objects::nonNull).findFirst();
  }
}
