package io.homeostat.gateway;

import io.homeostat.dataplane.Env;
import java.nio.file.Path;
import java.util.List;

/**
 * What the environment says about this gateway.
 *
 * @param httpPort port for clients
 * @param internalPort port for the operator
 * @param ingestPort port for what was recorded elsewhere
 * @param metricsPort port for probes and metrics
 * @param apiKeysDirectory folder with a file per API key; may be missing
 * @param allowAnonymous whether everybody may call while there are no keys
 * @param planCacheDirectory writable folder that outlives a restart of the container
 * @param masterKey from which engine and evaluation keys are derived
 * @param maxOpenRequests requests that are answered at one time
 * @param maxShadowRequests copies of requests that releases in shadow answer at one time
 */
public record GatewaySettings(
    int httpPort,
    int internalPort,
    int ingestPort,
    int metricsPort,
    Path apiKeysDirectory,
    boolean allowAnonymous,
    Path planCacheDirectory,
    String masterKey,
    String kafkaBootstrap,
    List<String> watchNamespaces,
    int maxOpenRequests,
    int maxShadowRequests) {

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable that is missing or wrong
   */
  public static GatewaySettings from(Env env) {
    return new GatewaySettings(
        env.port("HTTP_PORT", 8080),
        env.port("INTERNAL_PORT", 8081),
        env.port("INGEST_PORT", 4318),
        env.port("METRICS_PORT", 9090),
        Path.of(env.optional("API_KEYS_DIR").orElse("/etc/homeostat/api-keys")),
        env.flag("ALLOW_ANONYMOUS", false),
        Path.of(
            env.required(
                "PLAN_CACHE_DIR",
                "path of a writable folder that outlives a restart of the container")),
        env.secretFile("ENGINE_KEY_FILE", "master key"),
        env.required("KAFKA_BOOTSTRAP", "host:port of a Kafka broker"),
        env.list("WATCH_NAMESPACES"),
        env.integer("MAX_OPEN_REQUESTS", 1_000, 1, 100_000),
        env.integer("MAX_SHADOW_REQUESTS", 32, 0, 10_000));
  }

  /** Keeps keys out of logs. */
  @Override
  public String toString() {
    return "GatewaySettings[httpPort=%d, internalPort=%d, ingestPort=%d, metricsPort=%d]"
        .formatted(httpPort, internalPort, ingestPort, metricsPort);
  }
}
