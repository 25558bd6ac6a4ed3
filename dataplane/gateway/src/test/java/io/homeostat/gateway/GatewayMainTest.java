package io.homeostat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.gateway.cluster.PlanCache;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.routing.ServedModel;
import io.homeostat.gateway.support.EngineStandIn;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process itself, with neither an API server nor Kafka, serving the plans of an earlier run.
 */
@Timeout(240)
class GatewayMainTest {
  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();

  private ProcessBuilder process(Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            GatewayMain.class.getName());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("INGEST_PORT", "0");
    return builder.redirectErrorStream(true).redirectOutput(new File(directory.toFile(), "log"));
  }

  private Map<String, String> environment(int port, int metricsPort) throws IOException {
    Files.writeString(directory.resolve("key"), "0123456789abcdef0123456789abcdef");
    return Map.of(
        "HTTP_PORT",
        Integer.toString(port),
        "INTERNAL_PORT",
        "0",
        "METRICS_PORT",
        Integer.toString(metricsPort),
        "API_KEYS_DIR",
        directory.resolve("none").toString(),
        "ALLOW_ANONYMOUS",
        "true",
        "PLAN_CACHE_DIR",
        directory.toString(),
        "ENGINE_KEY_FILE",
        directory.resolve("key").toString(),
        "KAFKA_BOOTSTRAP",
        "127.0.0.1:1",
        "KUBERNETES_MASTER",
        "https://127.0.0.1:1/",
        "KUBERNETES_AUTH_TRYKUBECONFIG",
        "false");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void keepPlan(EngineStandIn engine) {
    Arm arm = new Arm("support-a", Role.STABLE, 1000, "base", "", Sampling.AS_REQUESTED);
    Plan plan = new Plan(3, "", List.of(arm));
    new PlanCache(directory)
        .save(
            new ModelTable(
                List.of(
                    new ServedModel(
                        "ns",
                        "support",
                        "uid",
                        "support",
                        0,
                        Content.FULL,
                        List.of(),
                        plan,
                        List.of(engine.pod())))));
  }

  private int status(int port) {
    try {
      URI ready = URI.create("http://127.0.0.1:" + port + "/readyz");
      return http.send(
              HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      return -1;
    }
  }

  private HttpRequest chat(int port) {
    String body =
        "{\"model\":\"support\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"very"
            + " private\"}]}";
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  @Test
  void aTerminatedGatewayFinishesItsStreamsAndEnds() throws Exception {
    int port = freePort();
    int metricsPort = freePort();
    try (EngineStandIn engine = new EngineStandIn()) {
      keepPlan(engine);
      engine.behave(
          (e, asked) -> {
            e.beginStream(asked);
            e.chunk(asked, "first");
            e.later(6_000, () -> e.endStream(asked));
          });
      Process gateway = process(environment(port, metricsPort)).start();
      try {
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(status(metricsPort)).isEqualTo(200));
        CompletableFuture<HttpResponse<String>> open =
            http.sendAsync(chat(port), HttpResponse.BodyHandlers.ofString());
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(engine.asked()).hasSize(1));
        gateway.destroy();
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(() -> assertThat(status(metricsPort)).isNotEqualTo(200));
        assertThat(open.get(60, TimeUnit.SECONDS).body()).endsWith("data: [DONE]\n\n");
        assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(directory.resolve("log"))).doesNotContain("private");
      } finally {
        gateway.destroyForcibly();
      }
    }
  }

  @Test
  void aWrongEnvironmentIsNamedInOneLine() throws Exception {
    Map<String, String> environment = new java.util.HashMap<>(environment(0, 0));
    environment.remove("KAFKA_BOOTSTRAP");
    Process gateway = process(environment).start();
    assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(gateway.exitValue()).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("log")).strip())
        .isEqualTo(
            "environment variable KAFKA_BOOTSTRAP is not set: give the host:port of a Kafka"
                + " broker");
  }
}
