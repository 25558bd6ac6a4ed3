package io.homeostat.operator;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the operator is told by its environment, read once so that a mistake stops the start with
 * the variable's name.
 *
 * @param kafkaBootstrap {@code host:port,…} of the brokers that hold the verdicts
 * @param watchNamespaces namespaces whose objects are reconciled; empty means all
 * @param engineKeyFile file with the master key of {@link io.homeostat.events.security.DerivedKeys}
 * @param metricsPort port of probes and metrics; 0 picks a free one
 * @param podName identity for leader election and events
 * @param podNamespace namespace of the operator, its lease and the gateway
 * @param gatewayService headless Service whose EndpointSlices list the gateway pods
 * @param gatewayUrl root of the client API, shown in status and given to Evaluation Jobs
 * @param archiveUrl root of the archive's API, given to Dataset Jobs
 * @param jobsImage image of dataset and training Jobs
 * @param engineImage image of vLLM where a ModelService names none
 * @param scorerImage image of the shared scorer and of evaluation Jobs
 * @param scorerServiceAccount service account of the shared scorer
 * @param paused no new repair and no new canary is started
 * @param argoRollouts whether Rollouts and AnalysisTemplates may be read and written
 * @param verdictsPort port of the verdicts; 0 picks a free one
 * @param verdictsUrl root of the verdicts, as Rollouts reach it
 */
public record OperatorSettings(
    String kafkaBootstrap,
    Set<String> watchNamespaces,
    Path engineKeyFile,
    int metricsPort,
    String podName,
    String podNamespace,
    String gatewayService,
    String gatewayUrl,
    String archiveUrl,
    String jobsImage,
    String engineImage,
    String scorerImage,
    String scorerServiceAccount,
    boolean paused,
    boolean argoRollouts,
    int verdictsPort,
    String verdictsUrl) {
  private static final int LARGEST_PORT = 65_535;

  /**
   * Reads the settings.
   *
   * @param environment variables by name
   * @throws IllegalArgumentException naming the variable, what was expected and what was found
   */
  public static OperatorSettings from(Map<String, String> environment) {
    return new OperatorSettings(
        required(environment, "KAFKA_BOOTSTRAP", "the brokers as host:port"),
        namespaces(environment.getOrDefault("WATCH_NAMESPACES", "")),
        Path.of(required(environment, "ENGINE_KEY_FILE", "the file that holds the master key")),
        port(environment, "METRICS_PORT", "9090"),
        required(environment, "POD_NAME", "the pod's name (downward API)"),
        required(environment, "POD_NAMESPACE", "the pod's namespace (downward API)"),
        required(environment, "GATEWAY_SERVICE", "the gateway's headless Service"),
        required(environment, "GATEWAY_URL", "the gateway's URL"),
        required(environment, "ARCHIVE_URL", "the archive's URL"),
        required(environment, "JOBS_IMAGE", "the image of Jobs"),
        required(environment, "ENGINE_IMAGE", "the image of vLLM"),
        required(environment, "SCORER_IMAGE", "the image of the scorer"),
        required(environment, "SCORER_SERVICE_ACCOUNT", "the scorer's service account"),
        flag(environment, "PAUSED"),
        flag(environment, "ARGO_ROLLOUTS"),
        port(environment, "VERDICTS_PORT", "8082"),
        required(environment, "VERDICTS_URL", "the root of the verdicts' URLs"));
  }

  private static String required(Map<String, String> environment, String name, String meaning) {
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "environment variable %s must give %s, found nothing: set it in the operator's Deployment"
              .formatted(name, meaning));
    }
    return value;
  }

  private static Set<String> namespaces(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static int port(Map<String, String> environment, String name, String fallback) {
    String text = environment.getOrDefault(name, fallback);
    try {
      int port = Integer.parseInt(text.strip());
      if (port >= 0 && port <= LARGEST_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message for both mistakes
    }
    throw new IllegalArgumentException(
        "environment variable %s must be a port from 0 to 65535, found \"%s\""
            .formatted(name, text));
  }

  private static boolean flag(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "false").strip();
    return switch (value) {
      case "true" -> true;
      case "false", "" -> false;
      default ->
          throw new IllegalArgumentException(
              "environment variable %s must be true or false, found \"%s\"".formatted(name, value));
    };
  }
}
