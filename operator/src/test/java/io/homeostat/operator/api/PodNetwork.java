package io.homeostat.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.homeostat.crds.trafficplan.TrafficPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A stand-in for the pods of a cluster: an HTTP proxy on the loopback that answers for engine and
 * gateway pods by their addresses. An engine keeps a set of loaded adapters, a gateway serves every
 * plan at once unless it is frozen.
 */
public final class PodNetwork implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What one engine process has loaded. */
  public static final class Engine {
    public final Set<String> loaded = ConcurrentHashMap.newKeySet();
    public final List<String> calls = new CopyOnWriteArrayList<>();
    public volatile String loadError;
    public volatile String models = "{\"data\":[]}";
    public volatile int loadStatus = 404;
    public volatile String key;
  }

  private final Map<String, Engine> engines = new ConcurrentHashMap<>();
  private final KubernetesClient client;
  private final HttpServer server;
  public volatile boolean gatewaysFrozen;

  /** Requests that the gateways have open, by release. */
  public volatile Map<String, Integer> open = Map.of();

  PodNetwork(KubernetesClient client) {
    this.client = client;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/plans", this::plans);
    server.createContext("/v1/", this::engine);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  HttpClient http() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(ProxySelector.of(server.getAddress()))
        .build();
  }

  /** The engine at an address; a new one after a restart. */
  public Engine engine(String ip) {
    return engines.computeIfAbsent(ip, address -> new Engine());
  }

  /** A process that starts anew has nothing loaded. */
  public void restart(String ip) {
    engines.put(ip, new Engine());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void plans(HttpExchange exchange) throws IOException {
    Map<String, Object> plans =
        client.resources(TrafficPlan.class).inAnyNamespace().list().getItems().stream()
            .collect(
                Collectors.toMap(
                    plan ->
                        plan.getMetadata().getNamespace()
                            + "/"
                            + plan.getSpec().modelServiceRef().name(),
                    plan ->
                        Map.of(
                            "revision",
                            gatewaysFrozen ? 0 : plan.getSpec().revision(),
                            "open",
                            open)));
    answer(exchange, 200, JSON.writeValueAsString(plans));
  }

  private void engine(HttpExchange exchange) throws IOException {
    Engine engine = engine(exchange.getRequestURI().getHost());
    var body = JSON.readTree(exchange.getRequestBody());
    String path = exchange.getRequestURI().getPath();
    engine.key = exchange.getRequestHeaders().getFirst("Authorization");
    if (path.equals("/v1/models")) {
      answer(exchange, 200, engine.models);
      return;
    }
    if (path.equals("/v1/load_lora_adapter")) {
      load(exchange, engine, body);
      return;
    }
    if (path.equals("/v1/unload_lora_adapter")) {
      String name = body.path("lora_name").asText();
      engine.calls.add("unload " + name);
      boolean known = engine.loaded.remove(name);
      answer(exchange, known ? 200 : 404, known ? "Success" : error("NotFoundError", name));
      return;
    }
    String model = body.path("model").asText();
    engine.calls.add("chat " + model);
    if (engine.loaded.contains(model)) {
      answer(exchange, 200, "{\"choices\":[]}");
    } else {
      answer(
          exchange, 404, error("NotFoundError", "The model `%s` does not exist".formatted(model)));
    }
  }

  private static void load(HttpExchange exchange, Engine engine, JsonNode body) throws IOException {
    String name = body.path("lora_name").asText();
    engine.calls.add("load " + name + " " + body.path("lora_path").asText());
    if (engine.loadError != null) {
      answer(exchange, engine.loadStatus, error("NotFoundError", engine.loadError));
    } else if (engine.loaded.add(name)) {
      answer(exchange, 200, "Success: LoRA adapter '%s' added successfully.".formatted(name));
    } else {
      answer(
          exchange,
          400,
          error(
              "InvalidUserInput",
              "The lora adapter '%s' has already been loaded.".formatted(name)));
    }
  }

  private static String error(String type, String message) throws IOException {
    return JSON.writeValueAsString(Map.of("error", Map.of("type", type, "message", message)));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
