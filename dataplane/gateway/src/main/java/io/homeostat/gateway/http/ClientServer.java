package io.homeostat.gateway.http;

import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the client API on one event loop; several instances share the port. */
final class ClientServer extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ClientServer.class);
  private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;
  private static final int MAX_FEEDBACK_BYTES = 512 * 1024;
  private static final int DRAIN_SECONDS = 30;
  private static final int ENGINE_KEEP_ALIVE_SECONDS = 3;
  private static final long SWEEP_MILLIS = 500;
  private static final int ENGINE_CONNECTIONS = 4_096;
  private static final String ARRIVAL = "arrival";
  private static final String LIMIT = "limit";
  private static final String ENDPOINTS =
      Stream.of(Endpoint.values()).map(Endpoint::path).collect(Collectors.joining(", "));
  private static final ApiError NO_HTTP =
      ApiError.invalid("bad_request", null, "the request is no valid HTTP request");

  private final Serving serving;
  private final int port;
  private HttpServer server;
  private HttpClient engines;
  private Door door;
  private IdleConnections connections;

  ClientServer(Serving serving, int port) {
    this.serving = serving;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    engines =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(serving.deadlines.connect())
                .setKeepAliveTimeout(ENGINE_KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(ENGINE_CONNECTIONS));
    int idleSeconds = (int) TimeUnit.MILLISECONDS.toSeconds(serving.deadlines.whole()) + 60;
    server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout(idleSeconds)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false));
    door = new Door(vertx, serving, MAX_BODY_BYTES);
    connections = new IdleConnections(serving.clocks.millis(), serving.deadlines.head());
    vertx.setPeriodic(SWEEP_MILLIS, tick -> connections.sweep());
    server
        .connectionHandler(connections::opened)
        .requestHandler(router())
        .invalidRequestHandler(ClientServer::invalid);
    return server.listen(port);
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS).eventually(() -> engines.shutdown());
  }

  private Router router() {
    CompletionHandler completions = new CompletionHandler(vertx, serving, engines);
    FeedbackHandler feedback = new FeedbackHandler(serving);
    ModelsHandler models = new ModelsHandler(serving);
    Router router = Router.router(vertx);
    router.route().handler(this::arrive);
    for (Endpoint endpoint : Endpoint.values()) {
      post(
          router,
          endpoint.path(),
          MAX_BODY_BYTES,
          context -> completions.handle(context, endpoint, context.get(ARRIVAL)));
    }
    post(router, "/v1/feedback", MAX_FEEDBACK_BYTES, feedback::handle);
    router.get("/v1/models").handler(context -> answer(context, models::handle));
    router
        .getWithRegex("/v1/models/(?<model>.+)")
        .handler(context -> answer(context, models::show));
    router.route().failureHandler(this::failed);
    router
        .errorHandler(404, this::failed)
        .errorHandler(405, this::failed)
        .errorHandler(500, this::failed)
        .errorHandler(400, this::failed);
    return router;
  }

  private void post(Router router, String path, int maxBytes, Step step) {
    router
        .post(path)
        .handler(
            context -> {
              context.put(LIMIT, maxBytes);
              door.admit(context);
            });
    router.post(path).handler(BodyHandler.create(false).setBodyLimit(maxBytes));
    router
        .post(path)
        .handler(
            context -> {
              if (!context.response().ended()) {
                answer(context, step);
              }
            });
  }

  private void arrive(RoutingContext context) {
    context.put(ARRIVAL, serving.clocks.millis().getAsLong());
    HttpConnection connection = context.request().connection();
    connections.busy(connection);
    context.addEndHandler(end -> connections.idle(connection, end.succeeded()));
    if (serving.isDraining()) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    try {
      context.normalizedPath();
    } catch (IllegalArgumentException e) {
      Replies.refuse(
          context,
          serving,
          ApiError.invalid("bad_request", null, "expected a path with valid percent-encoding"));
      return;
    }
    context.next();
  }

  private void answer(RoutingContext context, Step step) {
    try {
      step.handle(context);
    } catch (ApiException e) {
      Replies.refuse(context, serving, e.error());
    }
  }

  private void failed(RoutingContext context) {
    ApiError error =
        switch (context.statusCode()) {
          case 404 ->
              ApiError.notFound(
                  "unknown_url",
                  null,
                  "this gateway serves POST %s, /v1/feedback and GET /v1/models"
                      .formatted(ENDPOINTS));
          case 405 ->
              ApiError.invalid(
                  405, "method_not_allowed", "this path is served with another method");
          case 413 ->
              ApiError.invalid(
                  413,
                  "request_too_large",
                  "expected a body of at most %d bytes".formatted(context.<Integer>get(LIMIT)));
          case 400 -> NO_HTTP;
          default -> context.request().isEnded() ? ownFault(context) : NO_HTTP;
        };
    Replies.refuse(context, serving, error);
  }

  private static ApiError ownFault(RoutingContext context) {
    if (!context.response().closed()) {
      LOG.error("a {} request failed", context.request().method(), context.failure());
    }
    return ApiError.server(500, "internal_error", "the gateway failed; its log says why", null);
  }

  private static void invalid(HttpServerRequest request) {
    Replies.error(request.response().putHeader(HttpHeaders.CONNECTION, "close"), NO_HTTP);
    request.connection().close();
  }

  @FunctionalInterface
  private interface Step {
    void handle(RoutingContext context) throws ApiException;
  }
}
