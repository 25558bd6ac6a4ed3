package io.homeostat.webhooks;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.common.ResourceRef;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the chart installs around the process, on a real API server; only the Service in between is
 * replaced by a local address.
 */
final class Installation implements AutoCloseable {
  static final String NAMESPACE = "default";
  private static final Path POLICY =
      Path.of("../charts/homeostat/templates/interventions.yaml").toAbsolutePath();
  private static final List<String> KINDS =
      List.of(
          "modelservices",
          "releases",
          "qualitypolicies",
          "judges",
          "driftmonitors",
          "healingpolicies",
          "datasets",
          "finetunejobs",
          "adaptermerges",
          "canaryreleases",
          "interventions");

  final KubernetesClient client;
  final WebhooksSettings settings;
  private final String kubeConfig;

  Installation(String kubeConfig) throws IOException {
    this.kubeConfig = kubeConfig;
    client = as(null);
    settings = settings(freePort(), Optional.empty());
    List<CustomResourceDefinition> definitions =
        KINDS.stream().map(Installation::definition).toList();
    definitions.forEach(definition -> client.resource(definition).create());
    definitions.forEach(
        definition ->
            client
                .resource(definition)
                .waitUntilCondition(Installation::isEstablished, 30, TimeUnit.SECONDS));
    configure();
    for (String document : policy().split("(?m)^---\\s*$")) {
      client.resource(Serialization.<HasMetadata>unmarshal(document)).create();
    }
  }

  /** A client of a user with all rights; null for the administrator. */
  KubernetesClient as(String user) {
    Config config = Config.fromKubeconfig(kubeConfig);
    if (user != null) {
      config.setImpersonateUsername(user);
      config.setImpersonateGroups("system:masters");
    }
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  static WebhooksSettings settings(int port, Optional<Path> certificates) {
    return new WebhooksSettings(
        NAMESPACE, List.of(), "hooks", "hooks-certificates", "homeostat", certificates, port, 0);
  }

  /** Installs the webhook configurations anew, without any authority. */
  void configure() {
    String form =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: %s
        metadata: {name: homeostat}
        webhooks:
        - name: %s.homeostat.io
          admissionReviewVersions: [v1]
          sideEffects: None
          failurePolicy: Ignore
          timeoutSeconds: 5
          clientConfig: {url: "https://localhost:%d%s"}
          rules:
          - {apiGroups: [homeostat.io], apiVersions: [v1alpha1], operations: [CREATE, UPDATE], resources: [%s]}
        """;
    client
        .resource(
            Serialization.unmarshal(
                form.formatted(
                    "MutatingWebhookConfiguration",
                    "interventions",
                    settings.httpsPort(),
                    "/mutate",
                    "interventions"),
                MutatingWebhookConfiguration.class))
        .createOr(NonDeletingOperation::update);
    client
        .resource(
            Serialization.unmarshal(
                form.formatted(
                    "ValidatingWebhookConfiguration",
                    "warnings",
                    settings.httpsPort(),
                    "/warn",
                    String.join(", ", KINDS)),
                ValidatingWebhookConfiguration.class))
        .createOr(NonDeletingOperation::update);
  }

  /** The authority that the API server is told to trust. */
  String bundle() {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("homeostat")
        .get()
        .getWebhooks()
        .getFirst()
        .getClientConfig()
        .getCaBundle();
  }

  /** What the process keeps in its Secret. */
  Map<String, String> secret() {
    return client.secrets().inNamespace(NAMESPACE).withName(settings.secret()).get().getData();
  }

  static Intervention order(String name, String requestedBy) {
    Intervention order = new Intervention();
    order.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
    ResourceRef target = new ResourceRef("CanaryRelease", "support-canary");
    order.setSpec(new InterventionSpec(target, "Abort", "customers complain", null, requestedBy));
    return order;
  }

  static HttpResponse<String> probe(WebhooksProcess process, String path) throws Exception {
    URI address = URI.create("http://localhost:" + process.metricsPort() + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
  }

  /** Unix time at which the served certificate ends, as the metric says. */
  static long servedEnd(WebhooksProcess process) throws Exception {
    return probe(process, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("homeostat_webhooks_certificate_end_seconds "))
        .mapToLong(line -> (long) Double.parseDouble(line.split(" ")[1]))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    client.close();
  }

  /** The policy of the chart, without what Helm fills in. */
  private static String policy() throws IOException {
    return Files.readString(POLICY)
        .replaceAll("(?m)^ *labels:\\n *\\{\\{.*$", "")
        .replace("{{ .Release.Namespace }}", NAMESPACE);
  }

  private static CustomResourceDefinition definition(String plural) {
    return Serialization.unmarshal(
        Installation.class.getResourceAsStream(
            "/META-INF/fabric8/%s.homeostat.io-v1.yml".formatted(plural)),
        CustomResourceDefinition.class);
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
