package io.homeostat.scorer;

import io.homeostat.dataplane.Env;
import java.util.List;

/**
 * What the scorer is told by its environment.
 *
 * @param pod name of the pod
 */
record ScorerSettings(
    String kafkaBootstrap, List<String> watchNamespaces, int metricsPort, String pod) {
  static ScorerSettings of(Env env) {
    return new ScorerSettings(
        env.required("KAFKA_BOOTSTRAP", "host:port of a Kafka broker"),
        env.list("WATCH_NAMESPACES"),
        env.port("METRICS_PORT", 9090),
        env.optional("HOSTNAME").orElse("scorer"));
  }
}
