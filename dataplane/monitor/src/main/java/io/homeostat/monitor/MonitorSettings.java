package io.homeostat.monitor;

import io.homeostat.dataplane.Env;
import java.nio.file.Path;
import java.util.List;

/**
 * Settings of the monitor process.
 *
 * @param bootstrap {@code KAFKA_BOOTSTRAP}
 * @param watchNamespaces {@code WATCH_NAMESPACES}, empty for all
 * @param metricsPort {@code METRICS_PORT}
 * @param stateDirectory {@code STATE_DIR}, for lock files; default a folder under the temporary one
 */
public record MonitorSettings(
    String bootstrap, List<String> watchNamespaces, int metricsPort, Path stateDirectory) {
  private static final int METRICS_PORT = 9090;

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException with a remedy when a variable is missing or wrong
   */
  public static MonitorSettings read(Env env) {
    return new MonitorSettings(
        env.required("KAFKA_BOOTSTRAP", "host:port of a Kafka broker"),
        env.list("WATCH_NAMESPACES"),
        env.port("METRICS_PORT", METRICS_PORT),
        env.optional("STATE_DIR")
            .map(Path::of)
            .orElse(Path.of(System.getProperty("java.io.tmpdir"), "homeostat-monitor")));
  }
}
