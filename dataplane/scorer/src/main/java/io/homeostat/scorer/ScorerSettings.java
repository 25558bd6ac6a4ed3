package io.homeostat.scorer;

import io.homeostat.dataplane.Env;
import java.nio.file.Path;
import java.util.List;

/**
 * What the scorer is told by its environment.
 *
 * @param podName tells this process from others that run at the same time
 * @param archiveUrl root of the archive's API
 * @param archiveTokenFile file with the scorers' token of the archive
 * @param policy {@code namespace/name} of the one QualityPolicy that this process scores for; empty
 *     for all that have no process of their own
 */
record ScorerSettings(
    String kafkaBootstrap,
    List<String> watchNamespaces,
    int metricsPort,
    String podName,
    String archiveUrl,
    Path archiveTokenFile,
    String policy) {
  static ScorerSettings of(Env env) {
    return new ScorerSettings(
        env.required("KAFKA_BOOTSTRAP", "host:port of a Kafka broker"),
        env.list("WATCH_NAMESPACES"),
        env.port("METRICS_PORT", 9090),
        env.required("POD_NAME", "name of this pod"),
        env.required(
            "ARCHIVE_URL", "root of the archive's API, e.g. http://homeostat-archive:8080"),
        Path.of(env.required("ARCHIVE_TOKEN_FILE", "file with the scorers' token of the archive")),
        env.optional("POLICY").orElse(""));
  }
}
