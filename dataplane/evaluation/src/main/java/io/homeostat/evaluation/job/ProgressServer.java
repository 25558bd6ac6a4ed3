package io.homeostat.evaluation.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Says at GET /progress how far the Job is, since it has no rights to say it to the API server. */
public final class ProgressServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NANOS = 1e9;
  private static final int OK = 200;

  private final HttpServer server;
  private final LongSupplier nanos;
  private final AtomicReference<State> state = new AtomicReference<>();
  private volatile long began;

  /** What is served. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record State(String phase, double fraction, Long etaSeconds, String message) {}

  /**
   * Starts serving.
   *
   * @param nanos a clock that only runs forward
   */
  public ProgressServer(int port, LongSupplier nanos) throws IOException {
    this.nanos = nanos;
    phase("Starting", "");
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext(
        "/progress",
        exchange -> {
          byte[] body = JSON.writeValueAsBytes(state.get());
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(OK, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** Port that it listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  /** Begins a phase. */
  public void phase(String name, String message) {
    began = nanos.getAsLong();
    state.set(new State(name, 0, null, message));
  }

  /** Says how much of the phase is done. */
  public void step(int done, int total) {
    double fraction = total == 0 ? 1 : (double) done / total;
    double seconds = (nanos.getAsLong() - began) / NANOS;
    Long eta = done == 0 ? null : Math.round(seconds * (total - done) / done);
    state.updateAndGet(
        last -> new State(last.phase(), fraction, eta, "%d of %d items".formatted(done, total)));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
