package io.homeostat.cli.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.homeostat.cli.terminal.ErrorLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Against a server that answers as the API server does for one service with one canary. */
class CanaryCommandTest {
  private static final String API = "/apis/homeostat.io/v1alpha1/namespaces/shop/";
  private static final String CANARY =
      """
      {"apiVersion":"homeostat.io/v1alpha1","kind":"CanaryRelease",
       "metadata":{"name":"%s","namespace":"shop","creationTimestamp":"2026-11-21T0%d:00:00Z"},
       "spec":{"modelServiceRef":{"name":"support"},"candidateRef":{"name":"support-b"}},
       "status":{"state":"%s","stepDisplay":"1/2","weight":"5%%","samples":120,
         "difference":"quality -0.012 [-0.050, +0.031]","message":"step 1 of 2 at 5%% of the sessions",
         "conditions":[{"type":"OnTime","status":"False","reason":"TrafficTooLow","message":"it needs about 5 days"}],
         "metrics":[{"name":"quality","message":"candidate minus stable -0.012"}]}}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private volatile JsonNode ordered;
  private volatile String outcome = condition("True", "CarriedOut", "Abort carried out");

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void statusShowsTheCanaryOfAServiceWithItsEvidence() {
    assertThat(run("status", "support", "-n", "shop")).isZero();
    assertThat(out.toString().lines().map(String::strip))
        .containsExactly(
            "NAME  SERVICE  CANDIDATE        STATE  STEP  WEIGHT  SESSIONS                            WORST",
            "now-1  support  support-b  Progressing   1/2      5%       120  quality -0.012 [-0.050, +0.031]",
            "",
            "now: step 1 of 2 at 5% of the sessions",
            "on time: it needs about 5 days",
            "quality: candidate minus stable -0.012");
  }

  @Test
  void statusWithoutANameListsTheNamespace() {
    assertThat(run("status", "-n", "shop")).isZero();
    assertThat(out.toString().lines()).hasSize(3);
    assertThat(out.toString()).contains("RolledBack").contains("Progressing");
  }

  @Test
  void statusAsJsonIsTheObject() throws IOException {
    assertThat(run("status", "old-1", "-n", "shop", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).at("/status/state").asText())
        .isEqualTo("RolledBack");
  }

  @Test
  void anOrderNamesTheRunningCanaryOfTheService() {
    assertThat(run("abort", "support", "-n", "shop", "-r", "customers complain")).isZero();

    assertThat(ordered.at("/metadata/generateName").asText()).isEqualTo("abort-");
    assertThat(ordered.at("/spec/targetRef/kind").asText()).isEqualTo("CanaryRelease");
    assertThat(ordered.at("/spec/targetRef/name").asText()).isEqualTo("now-1");
    assertThat(ordered.at("/spec/action").asText()).isEqualTo("Abort");
    assertThat(ordered.at("/spec/reason").asText()).isEqualTo("customers complain");
    assertThat(ordered.at("/spec/expiresAt").asText()).endsWith("Z");
    assertThat(ordered.at("/spec/requestedBy").isMissingNode()).isTrue();
    assertThat(out.toString()).contains("CarriedOut: Abort carried out");
  }

  @Test
  void aRefusedOrderExitsWithOne() {
    outcome = condition("False", "TargetFinished", "it has ended");

    assertThat(run("promote", "old-1", "-n", "shop")).isEqualTo(1);
    assertThat(out.toString()).contains("TargetFinished: it has ended");
  }

  @Test
  void anOrderThatNobodyCarriesOutExitsWithOneAndSaysWhatToLookAt() {
    outcome = "";

    assertThat(run("pause", "support", "-n", "shop", "--wait", "1")).isEqualTo(1);
    assertThat(out.toString()).contains("is it running?");
  }

  @Test
  void rollbackNamesTheServiceAndTheRelease() {
    assertThat(run("rollback", "support", "-n", "shop", "--to", "support-a")).isZero();

    assertThat(ordered.at("/spec/targetRef/kind").asText()).isEqualTo("ModelService");
    assertThat(ordered.at("/spec/targetRef/name").asText()).isEqualTo("support");
    assertThat(ordered.at("/spec/parameters/release").asText()).isEqualTo("support-a");
  }

  @Test
  void retryFindsTheServiceOfACanary() {
    assertThat(run("retry", "old-1", "-n", "shop", "--wait", "0")).isZero();
    assertThat(ordered.at("/spec/targetRef/name").asText()).isEqualTo("support");
  }

  @Test
  void anUnknownNameIsToldInOneLineWithWhatToDo() {
    assertThat(run("resume", "nobody", "-n", "shop")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("'nobody'").contains("homeostat canary status -n shop");
  }

  @Test
  void aClusterThatSaysNoIsToldInOneLine() {
    assertThat(run("status", "-n", "forbidden")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("check KUBECONFIG");
  }

  private int run(String... arguments) {
    CommandLine command =
        ErrorLines.install(
            new CommandLine(new CanaryCommand(namespace -> new Cluster(client(), namespace))));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(API + "interventions")) {
      order(exchange);
    } else if (path.equals(API + "canaryreleases")) {
      write(
          exchange,
          200,
          "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"metadata\":{},\"items\":[%s,%s]}"
              .formatted(
                  CANARY.formatted("old-1", 1, "RolledBack"),
                  CANARY.formatted("now-1", 2, "Progressing")));
    } else if (path.equals(API + "modelservices/support")) {
      write(
          exchange,
          200,
          "{\"apiVersion\":\"homeostat.io/v1alpha1\",\"kind\":\"ModelService\",\"metadata\":{\"name\":\"support\"}}");
    } else {
      boolean forbidden = path.contains("/forbidden/");
      write(
          exchange,
          forbidden ? 403 : 404,
          "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"no\",\"code\":%d}"
              .formatted(forbidden ? 403 : 404));
    }
  }

  private void order(HttpExchange exchange) throws IOException {
    if ("POST".equals(exchange.getRequestMethod())) {
      ordered = new ObjectMapper().readTree(exchange.getRequestBody());
    }
    write(
        exchange,
        200,
        """
        {"apiVersion":"homeostat.io/v1alpha1","kind":"Intervention",
         "metadata":{"name":"order-1","namespace":"shop"},"spec":%s%s}
        """
            .formatted(ordered.path("spec"), outcome));
  }

  private static String condition(String status, String reason, String message) {
    return ",\"status\":{\"conditions\":[{\"type\":\"Succeeded\",\"status\":\"%s\",\"reason\":\"%s\",\"message\":\"%s\"}]}"
        .formatted(status, reason, message);
  }

  private static void write(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
