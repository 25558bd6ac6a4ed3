package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.modelservice.EngineEndpoint;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Pool;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the requests of a plan's routes go. What is no part of a release, such as the name of a
 * key, comes from the spec while that speaks of the same engine, and else from the plan before: a
 * key is never sent to another address than the one that it was written for.
 */
public final class RoutePools {
  private static final String PODS = "Pods";
  private static final String ENDPOINT = "Endpoint";

  private RoutePools() {}

  /** The pools that the routes name, each once. */
  static List<Pool> of(List<Route> routes, ModelServiceSpec spec, TrafficPlanSpec before) {
    Map<String, Pool> pools = new LinkedHashMap<>();
    routes.stream()
        .filter(route -> route.pool() != null)
        .forEach(
            route ->
                pools.computeIfAbsent(
                    route.pool(), name -> pool(name, route.tuple(), spec, before)));
    return List.copyOf(pools.values());
  }

  /**
   * How an endpoint is called.
   *
   * @param pool name of its pool
   * @param tuple a release that it serves
   * @param before the plan that knows it if the spec does not; null when there is none
   */
  public static EngineEndpoint endpoint(
      String pool, ReleaseTuple tuple, ModelServiceSpec spec, TrafficPlanSpec before) {
    String url = tuple.model().uri();
    String model = tuple.engine().servedModel();
    EngineEndpoint asked = spec.engine() == null ? null : spec.engine().endpoint();
    if (asked != null && asked.url().equals(url)) {
      return new EngineEndpoint(url, model, asked.credentialsSecretRef(), asked.caCertificate());
    }
    Optional<Pool> known = known(pool, before).filter(found -> url.equals(found.url()));
    return new EngineEndpoint(
        url,
        model,
        known.map(Pool::credentialsSecretRef).orElse(null),
        known.map(Pool::caCertificate).orElse(null));
  }

  private static Pool pool(
      String name, ReleaseTuple tuple, ModelServiceSpec spec, TrafficPlanSpec before) {
    if (EngineTuple.endpoint(tuple)) {
      EngineEndpoint endpoint = endpoint(name, tuple, spec, before);
      return new Pool(
          name,
          ENDPOINT,
          endpoint.url(),
          endpoint.credentialsSecretRef(),
          endpoint.caCertificate());
    }
    return new Pool(
        name, PODS, null, EngineTuple.attached(tuple) ? podsKey(name, spec, before) : null);
  }

  private static KeyRef podsKey(String name, ModelServiceSpec spec, TrafficPlanSpec before) {
    return spec.engine() != null && spec.engine().attached() != null
        ? spec.engine().attached().apiKeySecretRef()
        : known(name, before).map(Pool::credentialsSecretRef).orElse(null);
  }

  private static Optional<Pool> known(String name, TrafficPlanSpec before) {
    return before == null
        ? Optional.empty()
        : before.pools().stream().filter(pool -> pool.name().equals(name)).findFirst();
  }
}
