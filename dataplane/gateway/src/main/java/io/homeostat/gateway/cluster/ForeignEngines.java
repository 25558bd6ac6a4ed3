package io.homeostat.gateway.cluster;

import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Pool;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.SecretKey;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads from a plan which engines somebody else runs, and with which keys they are called. */
final class ForeignEngines {
  private static final String ENDPOINT = "Endpoint";
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private ForeignEngines() {}

  /** The pods with the keys that their pools name, and the plan's endpoints. */
  static List<EnginePod> with(List<EnginePod> pods, String namespace, TrafficPlanSpec plan) {
    Map<String, SecretKey> secrets = new HashMap<>();
    plan.pools().stream()
        .filter(pool -> pool.credentialsSecretRef() != null)
        .forEach(pool -> secrets.put(pool.name(), secret(namespace, pool.credentialsSecretRef())));
    return Stream.concat(
            pods.stream().filter(pod -> pod.remote() == null),
            plan.pools().stream()
                .filter(pool -> ENDPOINT.equals(pool.type()))
                .map(ForeignEngines::endpoint))
        .map(engine -> engine.withSecret(secrets.get(engine.pool())))
        .toList();
  }

  /**
   * An endpoint as an engine.
   *
   * @throws IllegalArgumentException when its address is none
   */
  private static EnginePod endpoint(Pool pool) {
    URI url = URI.create(pool.url());
    if (url.getHost() == null) {
      throw new IllegalArgumentException(
          "expected an address with a host in pool '%s', found %s"
              .formatted(pool.name(), pool.url()));
    }
    boolean tls = "https".equals(url.getScheme());
    int port = url.getPort() > 0 ? url.getPort() : tls ? HTTPS : HTTP;
    String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
    return new EnginePod(
        url.getHost(),
        port,
        pool.name(),
        new EnginePod.Remote(tls, path, pool.caCertificate()),
        null);
  }

  private static SecretKey secret(String namespace, KeyRef ref) {
    return new SecretKey(namespace, ref.name(), ref.key());
  }
}
