package io.homeostat.gateway.http;

import io.homeostat.gateway.access.ApiKey;
import io.homeostat.gateway.capture.Capture;
import io.homeostat.gateway.ingest.Intake;
import io.homeostat.gateway.ingest.OtlpFormat;
import io.homeostat.gateway.ingest.OtlpReply;
import io.homeostat.gateway.ingest.ScoreList;
import io.homeostat.gateway.ingest.Sender;
import io.homeostat.gateway.ingest.Telemetry;
import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.routing.Admission;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what was recorded elsewhere: OTLP traces and logs, and scores. It has a port, a thread and
 * a queue of its own, so that no flood of it reaches the clients of the models.
 */
final class IngestServer extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(IngestServer.class);
  private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;
  private static final int IDLE_SECONDS = 60;
  private static final int DRAIN_SECONDS = 10;
  private static final String MODEL = "x-homeostat-model";
  private static final String KEY = "key";
  private static final int TOO_LARGE = 413;

  private final Serving serving;
  private final Capture capture;
  private final Admission room;
  private final Quota quota;
  private final int port;
  private HttpServer server;

  IngestServer(Serving serving, Capture capture, Admission room, int port) {
    this.serving = serving;
    this.capture = capture;
    this.room = room;
    this.quota = new Quota(serving);
    this.port = port;
  }

  @Override
  public Future<?> start() {
    server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHandle100ContinueAutomatically(true)
                .setDecompressionSupported(true)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS));
    server.requestHandler(router());
    return server.listen(port);
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
  }

  private Router router() {
    Router router = Router.router(vertx);
    post(router, "/v1/traces", otlp(Telemetry::traces, OtlpReply::traces));
    post(router, "/v1/logs", otlp(Telemetry::logs, OtlpReply::logs));
    post(router, "/v1/scores", this::scores);
    router.route().failureHandler(IngestServer::failed);
    router
        .errorHandler(404, IngestServer::failed)
        .errorHandler(405, IngestServer::failed)
        .errorHandler(500, IngestServer::failed);
    return router;
  }

  private void post(Router router, String path, Step step) {
    router.post(path).handler(answering(this::admit));
    router.post(path).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    router.post(path).handler(answering(step));
  }

  /** Decides by the head alone whether the body is read. */
  private void admit(RoutingContext context) throws ApiException {
    ApiKey key = Caller.identify(serving, context.request());
    quota.mayIngest(key);
    context.put(KEY, key);
    if (!room.enter()) {
      throw new ApiException(overloaded());
    }
    long size = largestBody(context.request());
    boolean held = room.hold(size);
    long timer =
        vertx.setTimer(
            serving.deadlines.body(),
            late -> {
              if (!context.request().isEnded()) {
                context.request().connection().close();
              }
            });
    context.addEndHandler(
        ended -> {
          room.leave(held ? size : 0);
          vertx.cancelTimer(timer);
        });
    if (!held) {
      throw new ApiException(overloaded());
    }
    context.next();
  }

  /** What a body can take in memory: as much as it says, or anything when it is packed. */
  private static long largestBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean packed = request.getHeader(HttpHeaders.CONTENT_ENCODING) != null;
    return packed || length == null || !length.matches("[0-9]{1,7}")
        ? MAX_BODY_BYTES
        : Math.min(MAX_BODY_BYTES, Integer.parseInt(length));
  }

  private static ApiError overloaded() {
    return ApiError.server(503, "overloaded", "there is no room for this now; send it again", 1);
  }

  private Step otlp(Reader reader, BiFunction<OtlpFormat, Intake, byte[]> taken) {
    return context -> {
      OtlpFormat format = format(context);
      try {
        Intake intake = reader.read(format, body(context), sender(context));
        take(context, intake);
        reply(context, 200, format, taken.apply(format, intake));
      } catch (IOException e) {
        throw unreadable(format);
      }
    };
  }

  private void scores(RoutingContext context) throws ApiException {
    if (format(context) != OtlpFormat.JSON) {
      throw mediaType("application/json");
    }
    Intake intake = ScoreList.read(body(context), sender(context));
    take(context, intake);
    JsonObject reply = new JsonObject().put("object", "scores").put("accepted", intake.size());
    reply(context, 202, OtlpFormat.JSON, reply.toBuffer().getBytes());
  }

  /** Records all of it, or says that it must come again. */
  private void take(RoutingContext context, Intake intake) throws ApiException {
    if (intake.size() > 0) {
      if (!capture.hasRoomFor(intake.size())) {
        throw new ApiException(overloaded());
      }
      quota.ingest(context.get(KEY), intake.size());
    }
    intake.interactions().forEach(entry -> capture.record(entry.model(), entry.event()));
    intake.scores().forEach(entry -> capture.record(entry.model(), entry.event()));
    serving.metrics.ingested("interaction", intake.interactions().size());
    serving.metrics.ingested("score", intake.scores().size());
    serving.metrics.ingested("rejected", intake.rejected());
  }

  private Sender sender(RoutingContext context) {
    ApiKey key = context.get(KEY);
    return new Sender(
        key.identity(),
        context.request().getHeader(MODEL),
        name -> serving.table().find(name).filter(model -> key.mayCall(model.service())),
        serving.derivedKeys::user,
        serving.clocks.wall().millis());
  }

  private static byte[] body(RoutingContext context) {
    Buffer body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }

  private static OtlpFormat format(RoutingContext context) throws ApiException {
    OtlpFormat format = OtlpFormat.of(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
    if (format == null) {
      throw mediaType("application/x-protobuf or application/json");
    }
    return format;
  }

  private static ApiException mediaType(String expected) {
    return new ApiException(
        ApiError.invalid(415, "unsupported_media_type", "expected Content-Type: " + expected));
  }

  private static ApiException unreadable(OtlpFormat format) {
    return new ApiException(
        ApiError.invalid(
            "invalid_otlp", null, "expected an OTLP export request as " + format.mediaType()));
  }

  private Handler<RoutingContext> answering(Step step) {
    return context -> {
      try {
        step.handle(context);
      } catch (ApiException e) {
        refuse(context, e.error());
      }
    };
  }

  private void refuse(RoutingContext context, ApiError error) {
    serving.metrics.ingested("refused", 1);
    answer(context, error);
  }

  private static void failed(RoutingContext context) {
    answer(
        context,
        switch (context.statusCode()) {
          case 404, 405 ->
              ApiError.notFound(
                  "unknown_url", null, "this port serves POST /v1/traces, /v1/logs and /v1/scores");
          case TOO_LARGE ->
              ApiError.invalid(
                  TOO_LARGE,
                  "request_too_large",
                  "expected a body of at most %d bytes once it is unpacked: send smaller batches"
                      .formatted(MAX_BODY_BYTES));
          default -> fault(context);
        });
  }

  private static ApiError fault(RoutingContext context) {
    if (!context.request().isEnded()) {
      return ApiError.invalid("bad_request", null, "the body cannot be read: send it again");
    }
    LOG.error("a request to ingest failed", context.failure());
    return ApiError.server(500, "internal_error", "the gateway failed; its log says why", null);
  }

  private static void answer(RoutingContext context, ApiError error) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    if (error.retryAfterSeconds() != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, error.retryAfterSeconds().toString());
    }
    if (!context.request().isEnded()) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    OtlpFormat format = OtlpFormat.of(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
    boolean otlp = format == OtlpFormat.PROTOBUF || !context.request().path().endsWith("/scores");
    OtlpFormat spoken = format == null ? OtlpFormat.JSON : format;
    reply(
        context,
        error.status(),
        spoken,
        otlp ? OtlpReply.error(spoken, error.status(), error.message()) : error.body());
  }

  private static void reply(RoutingContext context, int status, OtlpFormat format, byte[] body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType())
        .end(Buffer.buffer(body));
  }

  /** One step on the way of a request. */
  @FunctionalInterface
  private interface Step {
    void handle(RoutingContext context) throws ApiException;
  }

  /** Reads an export request. */
  @FunctionalInterface
  private interface Reader {
    Intake read(OtlpFormat format, byte[] body, Sender sender) throws IOException;
  }
}
