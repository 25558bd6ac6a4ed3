package io.homeostat.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers as the API server does in the namespace shop: with the objects that it was given, and to
 * an order with the outcome that it was told.
 */
public final class ApiStub implements AutoCloseable {
  private static final String API = "/apis/homeostat.io/v1alpha1/namespaces/shop/";

  private final HttpServer server;
  private final Map<String, String> objects = new ConcurrentHashMap<>();
  private volatile JsonNode ordered;
  private volatile String outcome = condition("True", "CarriedOut", "Abort carried out");

  /** Starts the server. */
  public ApiStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Has an object, such as {@code modelservices/support}. */
  public ApiStub with(String path, String json) {
    objects.put(API + path, json);
    return this;
  }

  /** Lists objects of a kind by its plural. */
  public ApiStub listing(String plural, String... items) {
    return with(
        plural,
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"metadata\":{},\"items\":[%s]}"
            .formatted(String.join(",", items)));
  }

  /** Says what becomes of orders. */
  public void outcome(String status, String reason, String message) {
    outcome = condition(status, reason, message);
  }

  /** Leaves orders unsettled. */
  public void settlesNothing() {
    outcome = "";
  }

  /** The latest order; null before the first. */
  public JsonNode ordered() {
    return ordered;
  }

  /** A client of the server. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(API + "interventions")) {
      order(exchange);
    } else if (objects.containsKey(path)) {
      write(exchange, 200, objects.get(path));
    } else {
      int code = path.contains("/forbidden/") ? 403 : 404;
      write(
          exchange,
          code,
          "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"no\",\"code\":%d}"
              .formatted(code));
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
