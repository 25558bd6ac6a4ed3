package io.homeostat.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.dataplane.KubernetesClients;
import io.homeostat.gateway.Gateway;
import io.homeostat.gateway.GatewaySettings;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.tracing.Tracing;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole gateway, as it is started in a pod, on a real API server, with a stand-in for the engine
 * and no Kafka at all.
 */
@Timeout(240)
class GatewayApiIT {
  private static final String MASTER = "0123456789abcdef0123456789abcdef";

  private static KubeAPIServer server;
  private static KubernetesClient client;

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    if (System.getenv("KUBE_API_TEST_DIR") == null) {
      throw new IllegalStateException(
          "this test needs a real kube-apiserver, and KUBE_API_TEST_DIR is not set: run `make"
              + " test`, or first `eval \"$(e2e/cluster/kube-api-test)\"`");
    }
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withUpdateKubeConfig(false)
                .withOfflineMode(true)
                .build());
    server.start();
    client = connect();
    for (String plural : List.of("modelservices", "trafficplans")) {
      try (InputStream yaml =
          GatewayApiIT.class.getResourceAsStream(
              "/META-INF/fabric8/%s.homeostat.io-v1.yml".formatted(plural))) {
        var definition =
            client.apiextensions().v1().customResourceDefinitions().load(yaml).create();
        client
            .resource(definition)
            .waitUntilCondition(GatewayApiIT::established, 30, TimeUnit.SECONDS);
      }
    }
  }

  private static boolean established(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  @AfterAll
  static void stop() {
    client.close();
    server.stop();
  }

  private static KubernetesClient connect() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
        .build();
  }

  private GatewaySettings settings() throws Exception {
    Path keys = Files.createDirectories(directory.resolve("keys"));
    Files.writeString(keys.resolve("desk-1"), "desk-key");
    return new GatewaySettings(
        0,
        0,
        0,
        0,
        keys,
        false,
        directory.resolve("plans"),
        MASTER,
        "127.0.0.1:1",
        List.of(),
        100,
        8);
  }

  private static <T extends HasMetadata> void create(T object) {
    object.getMetadata().setUid(null);
    object.getMetadata().setCreationTimestamp(null);
    client.resource(object).create();
  }

  private static void revise(String namespace, TrafficPlan next) {
    client
        .resources(TrafficPlan.class)
        .inNamespace(namespace)
        .withName("support")
        .edit(
            plan -> {
              plan.setSpec(next.getSpec());
              return plan;
            });
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> chat(Gateway gateway) throws Exception {
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gateway.httpPort() + "/v1/chat/completions"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer desk-key")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void namespaceWithEngine(String namespace, EngineStandIn engine) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    create(Objects.service(namespace, "support", "support", "Full"));
    EnginePod pod = engine.pod();
    var slice = Objects.slice(namespace, "support", "http", true, "10.1.1.1");
    slice.getEndpoints().getFirst().setAddresses(List.of("10.1.1.1"));
    slice.getPorts().getFirst().setPort(pod.port());
    create(slice);
    create(
        Objects.plan(
            namespace, "support", 1, Objects.route("support-a", "Stable", 1000, null, null)));
  }

  @Test
  void aGatewayFollowsTheClusterAndWithoutItServesOnAcrossARestart() throws Exception {
    try (EngineStandIn engine = new EngineStandIn()) {
      namespaceWithEngine("follow", engine);
      KubernetesClients kubernetes = new KubernetesClients(connect(), List.of());
      try (Gateway gateway = Gateway.start(settings(), kubernetes, Tracing.off())) {
        awaitReady(gateway);
        assertThat(get(gateway.metricsPort(), "/healthz").statusCode()).isEqualTo(200);
        awaitRevision(gateway, 1);
        revise(
            "follow",
            Objects.plan(
                "follow", "support", 2, Objects.route("support-b", "Stable", 1000, null, null)));
        awaitRevision(gateway, 2);
        client.resources(TrafficPlan.class).inNamespace("follow").withName("support").delete();
        assertThat(chat(gateway).statusCode())
            .as("no such address: the engine is gone, the plan is not")
            .isEqualTo(503);
      }
      try (Gateway restarted =
          Gateway.start(
              settings(), new KubernetesClients(unreachable(), List.of()), Tracing.off())) {
        awaitReady(restarted);
        assertRevision(restarted, 2);
      }
      client.resources(ModelService.class).inNamespace("follow").withName("support").delete();
    }
  }

  private void awaitReady(Gateway gateway) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(get(gateway.metricsPort(), "/readyz").statusCode()).isEqualTo(200));
  }

  private void awaitRevision(Gateway gateway, int revision) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertRevision(gateway, revision));
  }

  private void assertRevision(Gateway gateway, int revision) throws Exception {
    assertThat(get(gateway.metricsPort(), "/metrics").body())
        .contains(
            "homeostat_gateway_plan_revision{model=\"follow/support\"} %d.0".formatted(revision));
  }

  @Test
  void aGatewayThatHasNeverSeenAnApiServerIsAliveAndNotReady() throws Exception {
    try (Gateway gateway =
        Gateway.start(
            settings(), new KubernetesClients(unreachable(), List.of("a", "b")), Tracing.off())) {
      assertThat(get(gateway.metricsPort(), "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(gateway.metricsPort(), "/readyz").statusCode()).isEqualTo(503);
      assertThat(chat(gateway).statusCode()).isEqualTo(404);
    }
  }

  private static KubernetesClient unreachable() {
    Config config = Config.empty();
    config.setMasterUrl("https://127.0.0.1:1/");
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
