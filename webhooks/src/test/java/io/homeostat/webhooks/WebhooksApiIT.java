package io.homeostat.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.common.ResourceRef;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import java.io.ByteArrayInputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The real API server calls the process; only the Service in between is replaced by a local
 * address.
 */
@ExtendWith(ApiServerBinaries.class)
@EnableKubeAPIServer
class WebhooksApiIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  @KubeConfig static String kubeConfig;

  private static KubernetesClient client;
  private static WebhooksSettings settings;
  private WebhooksProcess process;

  @BeforeAll
  static void prepare() throws Exception {
    client = newClient(null);
    CustomResourceDefinition definition =
        Serialization.unmarshal(
            WebhooksApiIT.class.getResourceAsStream(
                "/META-INF/fabric8/interventions.homeostat.io-v1.yml"),
            CustomResourceDefinition.class);
    client.resource(definition).create();
    client
        .resource(definition)
        .waitUntilCondition(WebhooksApiIT::isEstablished, 30, TimeUnit.SECONDS);
    settings =
        new WebhooksSettings("default", "hooks", "hooks-certificates", "homeostat", freePort(), 0);
  }

  @AfterAll
  static void closeClient() {
    client.close();
  }

  @BeforeEach
  void start() throws Exception {
    configure();
    process = new WebhooksProcess(settings, client, Clock.systemUTC());
    await().atMost(LONG).untilAsserted(() -> assertThat(readiness()).isEqualTo(200));
  }

  @AfterEach
  void stop() {
    process.close();
    client.resources(Intervention.class).inNamespace("default").delete();
  }

  @Test
  void theOrderCarriesItsAuthenticatedUserWhateverTheClientSends() {
    try (KubernetesClient anna = newClient("anna@example.com")) {
      Intervention stored = anna.resource(order("abort", "somebody-else")).create();

      assertThat(stored.getSpec().requestedBy()).isEqualTo("anna@example.com");
    }
  }

  @Test
  void whileTheProcessIsDownOrdersAreRefusedAndNothingElseWaits() {
    process.close();

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> client.resource(order("abort", null)).create())
        .withMessageContaining("failed calling webhook");
    assertThat(client.configMaps().inNamespace("default").resource(configMap()).create())
        .isNotNull();
  }

  @Test
  void theAuthorityIsPublishedAgainWhenSomebodyWipesIt() {
    String published = bundle();

    configure();

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(bundle()).isEqualTo(published));
    assertThat(client.resource(order("after-wipe", null)).create().getSpec().requestedBy())
        .isNotBlank();
  }

  @Test
  void aRestartKeepsTheCertificate() throws Exception {
    Map<String, String> before = secret();
    process.close();

    process = new WebhooksProcess(settings, client, Clock.systemUTC());

    await().atMost(LONG).untilAsserted(() -> assertThat(readiness()).isEqualTo(200));
    assertThat(secret()).isEqualTo(before);
  }

  @Test
  void aReplicaTakesOverWhatAnotherRenews() throws Exception {
    Clock past = Clock.fixed(Instant.now().minus(Duration.ofDays(70)), ZoneOffset.UTC);
    process.close();
    client.secrets().inNamespace("default").withName("hooks-certificates").delete();
    process = new WebhooksProcess(settings, client, past);
    await().atMost(LONG).untilAsserted(() -> assertThat(readiness()).isEqualTo(200));
    Map<String, String> before = secret();
    WebhooksSettings other =
        new WebhooksSettings("default", "hooks", "hooks-certificates", "homeostat", 0, 0);

    try (WebhooksProcess replica = new WebhooksProcess(other, client, Clock.systemUTC())) {
      await().atMost(LONG).untilAsserted(() -> assertThat(replica.httpsPort()).isPositive());
      assertThat(secret().get("tls.crt")).isNotEqualTo(before.get("tls.crt"));
      assertThat(secret().get("ca.crt")).isEqualTo(before.get("ca.crt"));
      await().atMost(LONG).untilAsserted(() -> assertThat(servedEnd()).isEqualTo(end(secret())));
    }
    assertThat(client.resource(order("after-renewal", null)).create().getSpec().requestedBy())
        .isNotBlank();
  }

  @Test
  void aDamagedSecretIsWrittenAnew() {
    client
        .secrets()
        .inNamespace("default")
        .withName("hooks-certificates")
        .edit(
            secret -> {
              secret.getData().put("tls.key", "AAAA");
              return secret;
            });

    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(secret().get("tls.key")).isNotEqualTo("AAAA"));
    await()
        .atMost(LONG)
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .untilAsserted(
            () -> assertThat(client.resource(order("after-damage", null)).create()).isNotNull());
  }

  private static void configure() {
    String text =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: homeostat}
        webhooks:
        - name: interventions.homeostat.io
          admissionReviewVersions: [v1]
          sideEffects: None
          failurePolicy: Fail
          timeoutSeconds: 5
          clientConfig: {url: "https://localhost:%d/mutate"}
          rules:
          - {apiGroups: [homeostat.io], apiVersions: [v1alpha1], operations: [CREATE], resources: [interventions]}
        """
            .formatted(settings.httpsPort());
    MutatingWebhookConfiguration configuration =
        Serialization.unmarshal(text, MutatingWebhookConfiguration.class);
    client.resource(configuration).createOr(NonDeletingOperation::update);
  }

  private int readiness() throws Exception {
    return probe("/readyz").statusCode();
  }

  /** Unix time at which the served certificate ends, as the metric says. */
  private long servedEnd() throws Exception {
    return probe("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("homeostat_webhooks_certificate_end_seconds "))
        .mapToLong(line -> (long) Double.parseDouble(line.split(" ")[1]))
        .findFirst()
        .orElseThrow();
  }

  private static long end(Map<String, String> secret) throws Exception {
    byte[] chain = Base64.getDecoder().decode(secret.get("tls.crt"));
    return ((X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(chain)))
        .getNotAfter()
        .toInstant()
        .getEpochSecond();
  }

  private HttpResponse<String> probe(String path) throws Exception {
    URI address = URI.create("http://localhost:" + process.metricsPort() + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
  }

  private static Map<String, String> secret() {
    return client.secrets().inNamespace("default").withName("hooks-certificates").get().getData();
  }

  private static String bundle() {
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

  private static Intervention order(String name, String requestedBy) {
    Intervention order = new Intervention();
    order.setMetadata(new ObjectMetaBuilder().withNamespace("default").withName(name).build());
    ResourceRef target = new ResourceRef("CanaryRelease", "support-canary");
    order.setSpec(new InterventionSpec(target, "Abort", "customers complain", null, requestedBy));
    return order;
  }

  private static ConfigMap configMap() {
    return new ConfigMapBuilder().withNewMetadata().withName("other").endMetadata().build();
  }

  private static KubernetesClient newClient(String user) {
    Config config = Config.fromKubeconfig(kubeConfig);
    if (user != null) {
      config.setImpersonateUsername(user);
      config.setImpersonateGroups("system:masters");
    }
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
