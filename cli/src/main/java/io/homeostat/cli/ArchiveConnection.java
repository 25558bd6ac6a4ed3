package io.homeostat.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.common.Api;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Reaches the archive's API through the API server: a port-forward to its pod, and the reader's
 * token from its Secret.
 */
final class ArchiveConnection implements AutoCloseable {
  private static final String READER = "homeostat-archive-reader";
  private static final String CONTENT = "homeostat-archive-content";
  private static final String KEY = "token";
  private static final int PORT = 8080;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final KubernetesClient client;
  private final LocalPortForward forward;
  private final String token;

  private ArchiveConnection(KubernetesClient client, LocalPortForward forward, String token) {
    this.client = client;
    this.forward = forward;
    this.token = token;
  }

  /**
   * Connects with the current kubeconfig, for figures.
   *
   * @param namespace namespace that Homeostat is installed in
   * @throws UsageException when there is no archive that this user can reach; the message says what
   *     to do
   */
  static ArchiveConnection open(String namespace) throws UsageException {
    return open(namespace, READER);
  }

  /** Like {@link #open(String)}, with the right to read and to erase messages and answers. */
  static ArchiveConnection openWithContent(String namespace) throws UsageException {
    return open(namespace, CONTENT);
  }

  private static ArchiveConnection open(String namespace, String secretName) throws UsageException {
    Config config = new ConfigBuilder().withRequestRetryBackoffLimit(1).build();
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    try {
      Secret secret = client.secrets().inNamespace(namespace).withName(secretName).get();
      Pod pod =
          client
              .pods()
              .inNamespace(namespace)
              .withLabel("app.kubernetes.io/component", "archive")
              .list()
              .getItems()
              .stream()
              .filter(ArchiveConnection::ready)
              .findFirst()
              .orElse(null);
      if (secret == null || pod == null) {
        client.close();
        throw new UsageException(
            "found no %s in namespace %s: name the namespace of the installation with --system-namespace"
                .formatted(
                    secret == null ? "Secret " + secretName : "ready archive pod", namespace));
      }
      String token =
          new String(Base64.getDecoder().decode(secret.getData().get(KEY)), StandardCharsets.UTF_8);
      LocalPortForward forward =
          client
              .pods()
              .inNamespace(namespace)
              .withName(pod.getMetadata().getName())
              .portForward(PORT);
      return new ArchiveConnection(client, forward, token.strip());
    } catch (KubernetesClientException e) {
      client.close();
      throw new UsageException(
          "the cluster of the current kubeconfig did not answer (%s): check KUBECONFIG and your rights"
              .formatted(reason(e)));
    }
  }

  /**
   * Reads a path of the API.
   *
   * @throws IOException when the archive does not answer
   * @throws InterruptedException when the command is stopped
   */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /**
   * Sends JSON to a path of the API.
   *
   * @throws IOException when the archive does not answer
   * @throws InterruptedException when the command is stopped
   */
  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + forward.getLocalPort() + path))
        .header("Authorization", "Bearer " + token)
        .timeout(TIMEOUT);
  }

  private static HttpResponse<String> send(HttpRequest.Builder builder)
      throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  /**
   * An object of Homeostat's.
   *
   * @param namespace null for that of the current context
   */
  <R extends HasMetadata> Optional<R> find(Class<R> kind, String namespace, String name)
      throws UsageException {
    String where = namespace == null ? client.getNamespace() : namespace;
    try {
      return Optional.ofNullable(client.resources(kind).inNamespace(where).withName(name).get());
    } catch (KubernetesClientException e) {
      throw new UsageException(
          "%s '%s' cannot be read (%s)".formatted(kind.getSimpleName(), name, reason(e)));
    }
  }

  /**
   * Whether an object of Homeostat's exists; empty when this user may not read it.
   *
   * @param plural of its kind, such as {@code releases}
   */
  Optional<Boolean> has(String plural, String namespace, String name) {
    ResourceDefinitionContext kind =
        new ResourceDefinitionContext.Builder()
            .withGroup(Api.GROUP)
            .withVersion(Api.VERSION)
            .withPlural(plural)
            .withNamespaced(true)
            .build();
    try {
      return Optional.of(
          client.genericKubernetesResources(kind).inNamespace(namespace).withName(name).get()
              != null);
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      forward.close();
    } catch (IOException e) {
      // the connection is given up either way
    }
    client.close();
  }

  private static boolean ready(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private static String reason(KubernetesClientException e) {
    if (e.getCode() > 0) {
      return "status " + e.getCode();
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
