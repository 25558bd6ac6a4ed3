package io.homeostat.dataplane;

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
 * Serves {@code /healthz}, {@code /readyz} and {@code /metrics} of a process on a port of their
 * own.
 */
public final class Probes implements AutoCloseable {
  private final HttpServer server;

  private Probes(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @param port 0 for a free one
   * @param live false makes the kubelet restart the process
   * @param ready false takes the pod out of its Services
   */
  public static Probes start(
      int port, PrometheusMeterRegistry registry, BooleanSupplier live, BooleanSupplier ready) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
      server.createContext(
          "/healthz", exchange -> answer(exchange, live.getAsBoolean() ? 200 : 503, "alive"));
      server.createContext(
          "/readyz", exchange -> answer(exchange, ready.getAsBoolean() ? 200 : 503, "ready"));
      server.createContext("/metrics", exchange -> answer(exchange, 200, registry.scrape()));
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

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = (status == 200 ? text : "not " + text).getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
