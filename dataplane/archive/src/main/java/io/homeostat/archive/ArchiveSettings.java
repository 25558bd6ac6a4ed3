package io.homeostat.archive;

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
    String readerToken) {
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
        env.secretFile("READER_TOKEN_FILE", "token of people's tools"));
  }
}
