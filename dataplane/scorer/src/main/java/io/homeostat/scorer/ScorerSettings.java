package io.homeostat.scorer;

import io.homeostat.dataplane.Env;
import java.util.List;

/**
 * What the scorer is told by its environment.
 *
 * @param podName tells this process from others that run at the same time
 * @param policy {@code namespace/name} of the one QualityPolicy that this process scores for; empty
 *     for all that have no process of their own
 */
record ScorerSettings(
    String kafkaBootstrap,
    List<String> watchNamespaces,
    int metricsPort,
    String podName,
    String policy) {
  static ScorerSettings of(Env env) {
    return new ScorerSettings(
        env.required("KAFKA_BOOTSTRAP", "host:port of a Kafka broker"),
        env.list("WATCH_NAMESPACES"),
        env.port("METRICS_PORT", 9090),
        env.required("POD_NAME", "name of this pod"),
        env.optional("POLICY").orElse(""));
  }
}
