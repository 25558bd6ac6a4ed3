package io.homeostat.gateway.http;

import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.TimeUnit;
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
  private static final String MODELS = "/v1/models";
  private static final ApiError NO_HTTP =
      ApiError.invalid("bad_request", null, "the request is no valid HTTP request");

  private final Serving serving;
  private final int port;
  private HttpServer server;
  private Loop loop;
  private Door door;
  private Routes routes;
  private IdleConnections connections;

  ClientServer(Serving serving, int port) {
    this.serving = serving;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(serving.deadlines.connect())
            .setKeepAliveTimeout(ENGINE_KEEP_ALIVE_SECONDS);
    PoolOptions pool = new PoolOptions().setHttp1MaxSize(ENGINE_CONNECTIONS);
    Patrol patrol = new Patrol(serving.clocks.millis()).start(vertx);
    loop = new Loop(vertx, vertx.createHttpClient(options, pool), patrol);
    door = new Door(serving);
    routes = routes();
    connections = new IdleConnections(serving.clocks.millis(), serving.deadlines.head());
    vertx.setPeriodic(SWEEP_MILLIS, tick -> connections.sweep());
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHandle100ContinueAutomatically(true)
                    .setPerFrameWebSocketCompressionSupported(false)
                    .setPerMessageWebSocketCompressionSupported(false)
                    .setHttp2ClearTextEnabled(false))
            .connectionHandler(connections::opened)
            .requestHandler(this::arrive)
            .invalidRequestHandler(ClientServer::invalid);
    return server.listen(port);
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    return server
        .shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)
        .eventually(() -> loop.engines().shutdown());
  }

  private Routes routes() {
    CompletionHandler completions = new CompletionHandler(serving);
    ModelsHandler models = new ModelsHandler(serving, MODELS + "/");
    Routes found =
        new Routes()
            .at(
                "/v1/feedback",
                Route.post(MAX_FEEDBACK_BYTES, new FeedbackHandler(serving)::handle))
            .at(MODELS, Route.get(models::handle))
            .below(MODELS + "/", Route.get(models::show));
    for (Endpoint endpoint : Endpoint.values()) {
      found.at(
          endpoint.path(),
          Route.post(MAX_BODY_BYTES, request -> completions.handle(request, endpoint)));
    }
    return found;
  }

  private void arrive(HttpServerRequest http) {
    ClientRequest request = new ClientRequest(http, loop, serving.clocks.millis().getAsLong());
    HttpConnection connection = http.connection();
    connections.busy(connection);
    request.whenOver(() -> connections.idle(connection, !http.response().closed()));
    if (serving.isDraining()) {
      http.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    http.exceptionHandler(broken -> refuse(request, NO_HTTP));
    try {
      Route route = routes.of(http);
      if (route.maxBytes() == 0) {
        answer(request, route);
      } else if (door.admit(request, route.maxBytes())) {
        request.collect(
            route.maxBytes(),
            () -> answer(request, route),
            () -> refuse(request, Door.tooLarge(route.maxBytes())));
      }
    } catch (ApiException e) {
      refuse(request, e.error());
    }
  }

  private void answer(ClientRequest request, Route route) {
    try {
      route.answer().to(request);
    } catch (ApiException e) {
      refuse(request, e.error());
    } catch (RuntimeException e) {
      LOG.error("a request to {} failed", route.method(), e);
      refuse(
          request,
          ApiError.server(500, "internal_error", "the gateway failed; its log says why", null));
    }
  }

  private void refuse(ClientRequest request, ApiError error) {
    Replies.refuse(request, serving, error);
  }

  private static void invalid(HttpServerRequest request) {
    Replies.error(request.response().putHeader(HttpHeaders.CONNECTION, "close"), NO_HTTP);
    request.connection().close();
  }
}
