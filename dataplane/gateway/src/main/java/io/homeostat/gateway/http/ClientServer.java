package io.homeostat.gateway.http;

import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.Endpoint;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.ServedModel;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the client API on one event loop; several instances share the port. */
final class ClientServer extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ClientServer.class);
  private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;
  private static final int DRAIN_SECONDS = 30;
  private static final int ENGINE_KEEP_ALIVE_SECONDS = 3;
  private static final int ENGINE_CONNECTIONS = 4_096;
  private static final long LINGER_MILLIS = 1_000;
  private static final String ARRIVAL = "arrival";

  private final Serving serving;
  private final int port;
  private HttpServer server;
  private HttpClient engines;

  ClientServer(Serving serving, int port) {
    this.serving = serving;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    engines = vertx.createHttpClient(
        new HttpClientOptions()
            .setConnectTimeout(serving.deadlines.connect())
            .setKeepAliveTimeout(ENGINE_KEEP_ALIVE_SECONDS),
        new PoolOptions().setHttp1MaxSize(ENGINE_CONNECTIONS));
    int idleSeconds = (int) TimeUnit.MILLISECONDS.toSeconds(serving.deadlines.whole()) + 60;
    server = vertx.createHttpServer(
        new HttpServerOptions().setHandle100ContinueAutomatically(true).setIdleTimeout(idleSeconds).setHttp2ClearTextEnabled(false));
    server.requestHandler(router()).invalidRequestHandler(ClientServer::invalid);
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
    Router router = Router.router(vertx);
    router.route().handler(this::arrive);
    for (Endpoint endpoint : Endpoint.values()) {
      post(router, endpoint.path(), context -> completions.handle(context, endpoint, context.get(ARRIVAL)));
    }
    post(router, "/v1/feedback", feedback::handle);
    router.get("/v1/models").handler(context -> answer(context, this::models));
    router.route().failureHandler(this::failed);
    router.errorHandler(404, this::failed).errorHandler(405, this::failed).errorHandler(500, this::failed).errorHandler(400, this::failed);
    return router;
  }

  private void post(Router router, String path, Step step) {
    router.post(path).handler(this::admit);
    router.post(path).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    router.post(path).handler(context -> {
      if (!context.response().ended()) {
        answer(context, step);
      }
    });
  }

  private void arrive(RoutingContext context) {
    context.put(ARRIVAL, serving.clocks.millis().getAsLong());
    if (serving.isDraining()) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    try {
      context.normalizedPath();
    } catch (IllegalArgumentException e) {
      tell(context, ApiError.invalid("bad_request", null, "expected a path with valid percent-encoding"));
      return;
    }
    context.next();
  }

  private void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    ApiError error = refusal(request);
    if (error != null) {
      tell(context, error);
      return;
    }
    if (!serving.admission.enter()) {
      tell(context, overloaded());
      return;
    }
    long size = declaredSize(request);
    boolean held = serving.admission.hold(size);
    context.addEndHandler(ended -> serving.admission.leave(held ? size : 0));
    if (!held) {
      tell(context, overloaded());
      return;
    }
    long timer = vertx.setTimer(serving.deadlines.body(), late -> {
      if (!request.isEnded()) {
        tell(context, ApiError.invalid(408, "body_too_slow", "the body did not arrive in time; send the request again"));
      }
    });
    context.addEndHandler(ended -> vertx.cancelTimer(timer));
    context.next();
  }

  private ApiError refusal(HttpServerRequest request) {
    if (!Caller.mayCall(serving, request)) {
      return ApiError.unauthenticated();
    }
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      return ApiError.invalid(415, "unsupported_media_type", "expected Content-Type: application/json");
    }
    if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
      return ApiError.invalid(415, "unsupported_encoding", "expected no Content-Encoding: send the body uncompressed");
    }
    return null;
  }

  private static long declaredSize(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? MAX_BODY_BYTES : Math.clamp(Long.parseLong(length), 0, MAX_BODY_BYTES);
    } catch (NumberFormatException e) {
      return MAX_BODY_BYTES;
    }
  }

  private static ApiError overloaded() {
    return ApiError.server(503, "overloaded", "this gateway has too many open requests; try again", 1);
  }

  private void models(RoutingContext context) throws ApiException {
    Caller.identify(serving, context.request());
    ModelTable table = serving.table();
    JsonArray data = new JsonArray();
    for (ServedModel model : table.models()) {
      if (model.plan() != null) {
        data.add(
            new JsonObject()
                .put("id", table.clientName(model))
                .put("object", "model")
                .put("created", model.createdMillis() / 1000)
                .put("owned_by", model.namespace()));
      }
    }
    JsonObject list = new JsonObject().put("object", "list").put("data", data);
    Replies.json(context.response(), 200, list.toBuffer().getBytes());
  }

  private void answer(RoutingContext context, Step step) {
    try {
      step.handle(context);
    } catch (ApiException e) {
      tell(context, e.error());
    }
  }

  private void failed(RoutingContext context) {
    switch (context.statusCode()) {
      case 404 -> tell(context, ApiError.notFound("unknown_url", null, "this gateway serves POST /v1/chat/completions, /v1/completions, /v1/feedback and GET /v1/models"));
      case 405 -> tell(context, ApiError.invalid(405, "method_not_allowed", "this path is served with another method"));
      case 413 -> tell(context, ApiError.invalid(413, "request_too_large", "expected a body of at most %d bytes".formatted(MAX_BODY_BYTES)));
      case 400 -> tell(context, ApiError.invalid("bad_request", null, "the request is no valid HTTP request"));
      default -> {
        if (!context.response().closed()) {
          LOG.error("a {} request failed", context.request().method(), context.failure());
        }
        tell(context, ApiError.server(500, "internal_error", "the gateway failed; its log says why", null));
      }
    }
  }

  private void tell(RoutingContext context, ApiError error) {
    serving.metrics.refused(error.status());
    HttpServerRequest request = context.request();
    boolean bodyIsLeft = !request.isEnded();
    if (bodyIsLeft && !context.response().headWritten()) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    Replies.error(context.response(), error);
    if (bodyIsLeft) {
      request.resume();
      vertx.setTimer(LINGER_MILLIS, late -> request.connection().close());
    }
  }

  private static void invalid(HttpServerRequest request) {
    Replies.error(request.response().putHeader(HttpHeaders.CONNECTION, "close"), ApiError.invalid("bad_request", null, "the request is no valid HTTP request"));
    request.connection().close();
  }

  @FunctionalInterface
  private interface Step {
    void handle(RoutingContext context) throws ApiException;
  }
}
