package io.homeostat.webhooks;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Serves {@code /healthz}, {@code /readyz} and {@code /metrics} on a port of their own. */
final class Probes {
  private final HttpServer server;

  private Probes(HttpServer server) {
    this.server = server;
  }

  static Probes start(
      Vertx vertx, int port, PrometheusMeterRegistry registry, BooleanSupplier ready)
      throws Exception {
    Router router = Router.router(vertx);
    router.get("/healthz").handler(context -> context.end("alive"));
    router.get("/readyz").handler(context -> readiness(context, ready.getAsBoolean()));
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(registry.scrape()));
    return new Probes(
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(port)
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS));
  }

  int port() {
    return server.actualPort();
  }

  private static void readiness(RoutingContext context, boolean ready) {
    context.response().setStatusCode(ready ? 200 : 503).end(ready ? "ready" : "not ready");
  }
}
