package io.homeostat.webhooks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the process is told by its environment.
 *
 * @param namespace namespace of the pod ({@code POD_NAMESPACE}), which holds Secret and Service
 * @param watchNamespaces namespaces whose objects it warns about ({@code WATCH_NAMESPACES}, with
 *     commas); empty for all
 * @param service name of the Service that the API server calls ({@code WEBHOOK_SERVICE})
 * @param secret name of the Secret for the certificates ({@code WEBHOOK_SECRET})
 * @param configuration name of the webhook configurations ({@code WEBHOOK_CONFIGURATION})
 * @param certificates folder with a certificate that somebody else renews ({@code
 *     WEBHOOK_CERTIFICATES}); empty: the process makes its own
 * @param httpsPort port of the admission server ({@code HTTPS_PORT}); 0 for a free one
 * @param metricsPort port of probes and metrics ({@code METRICS_PORT}); 0 for a free one
 */
public record WebhooksSettings(
    String namespace,
    List<String> watchNamespaces,
    String service,
    String secret,
    String configuration,
    Optional<Path> certificates,
    int httpsPort,
    int metricsPort) {
  private static final int LARGEST_PORT = 65_535;

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the variable that is missing or wrong
   */
  public static WebhooksSettings from(Map<String, String> environment) {
    return new WebhooksSettings(
        required(environment, "POD_NAMESPACE", "namespace of this pod"),
        Arrays.stream(value(environment, "WATCH_NAMESPACES").orElse("").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList(),
        required(environment, "WEBHOOK_SERVICE", "name of the Service that the API server calls"),
        required(environment, "WEBHOOK_SECRET", "name of the Secret for the certificates"),
        required(environment, "WEBHOOK_CONFIGURATION", "name of the webhook configurations"),
        value(environment, "WEBHOOK_CERTIFICATES").map(Path::of),
        port(environment, "HTTPS_PORT", 8443),
        port(environment, "METRICS_PORT", 9090));
  }

  /** Names under which the API server may call this process; the first is the one that it uses. */
  public List<String> serverNames() {
    String name = service + "." + namespace + ".svc";
    return List.of(name, name + ".cluster.local", service + "." + namespace, "localhost");
  }

  private static String required(Map<String, String> environment, String name, String meaning) {
    return value(environment, name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "environment variable %s is not set: give the %s".formatted(name, meaning)));
  }

  private static int port(Map<String, String> environment, String name, int fallback) {
    String text = value(environment, name).orElse(Integer.toString(fallback));
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= LARGEST_PORT) {
        return port;
      }
    } catch (NumberFormatException ignored) {
      // answered below, like a number out of range
    }
    throw new IllegalArgumentException(
        "environment variable %s must be a port from 0 to %d, found '%s'"
            .formatted(name, LARGEST_PORT, text));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
