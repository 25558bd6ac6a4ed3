package io.homeostat.archive;

import io.homeostat.archive.store.Retention;
import io.homeostat.dataplane.Env;
import java.util.List;

/** What the archive is told by its environment. */
record ArchiveSettings(
    String kafkaBootstrap,
    List<String> watchNamespaces,
    int metricsPort,
    int httpPort,
    String databaseUrl,
    String databaseUser,
    String databasePassword,
    String masterKey,
    String readerToken,
    String contentToken,
    Retention retention) {
  private static final long GIBIBYTE = 1024L * 1024 * 1024;

  static ArchiveSettings of(Env env) {
    return new ArchiveSettings(
        env.required("KAFKA_BOOTSTRAP", "host:port of a Kafka broker"),
        env.list("WATCH_NAMESPACES"),
        env.port("METRICS_PORT", 9090),
        env.port("HTTP_PORT", 8080),
        env.required(
            "DB_URL", "JDBC URL of PostgreSQL, e.g. jdbc:postgresql://host:5432/homeostat"),
        env.required("DB_USER", "user of the database"),
        env.secretFile("DB_PASSWORD_FILE", "password of the database"),
        env.secretFile("ENGINE_KEY_FILE", "master key"),
        env.secretFile("READER_TOKEN_FILE", "token of people's tools"),
        env.secretFile("CONTENT_TOKEN_FILE", "token of people who may read content"),
        new Retention(
            env.integer("RETENTION_DAYS", 90, 1, 3_650),
            env.integer("RETENTION_CONTENT_DAYS", 30, 1, 3_650),
            env.integer("RETENTION_GIBIBYTES", 0, 0, 1_000_000) * GIBIBYTE));
  }
}
