package io.homeostat.operator.frame;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Serves {@code /healthz}, {@code /readyz} and {@code /metrics} outside leader election, on every
 * replica.
 */
public final class Probes implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;

  private Probes(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @param port 0 for a free one
   * @param live false makes the kubelet restart the process
   * @param ready false marks the pod as not ready
   */
  public static Probes start(
      int port, PrometheusMeterRegistry registry, BooleanSupplier live, BooleanSupplier ready) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
      server.createContext(
          "/healthz", exchange -> answer(exchange, live.getAsBoolean(), "alive\n"));
      server.createContext(
          "/readyz", exchange -> answer(exchange, ready.getAsBoolean(), "ready\n"));
      server.createContext("/metrics", exchange -> answer(exchange, true, registry.scrape()));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return new Probes(server);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot serve probes on port %d: is METRICS_PORT in use?".formatted(port), e);
    }
  }

  /** The port that is served. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, boolean good, String text) throws IOException {
    byte[] body = (good ? text : "not " + text).getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(good ? OK : UNAVAILABLE, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
