package io.homeostat.gateway.http;

import io.homeostat.gateway.openai.ApiError;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/**
 * Decides by its head alone whether a request's body is read, and keeps an eye on the body while it
 * comes.
 */
final class Door {
  private final Vertx vertx;
  private final Serving serving;
  private final int maxBodyBytes;

  Door(Vertx vertx, Serving serving, int maxBodyBytes) {
    this.vertx = vertx;
    this.serving = serving;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Lets a request in, or answers it. */
  void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    ApiError error = refusal(request);
    if (error != null) {
      Replies.refuse(context, serving, error);
      return;
    }
    if (!serving.admission.enter()) {
      Replies.refuse(context, serving, overloaded());
      return;
    }
    long size = declaredSize(request);
    boolean held = serving.admission.hold(size);
    context.addEndHandler(ended -> serving.admission.leave(held ? size : 0));
    if (!held) {
      Replies.refuse(context, serving, overloaded());
      return;
    }
    long timer =
        vertx.setTimer(
            serving.deadlines.body(),
            late -> {
              if (!request.isEnded()) {
                Replies.refuse(
                    context,
                    serving,
                    ApiError.invalid(
                        408,
                        "body_too_slow",
                        "the body did not arrive in time; send the request again"));
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
      return ApiError.invalid(
          415, "unsupported_media_type", "expected Content-Type: application/json");
    }
    if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
      return ApiError.invalid(
          415, "unsupported_encoding", "expected no Content-Encoding: send the body uncompressed");
    }
    return null;
  }

  private long declaredSize(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? maxBodyBytes : Math.clamp(Long.parseLong(length), 0, maxBodyBytes);
    } catch (NumberFormatException e) {
      return maxBodyBytes;
    }
  }

  private static ApiError overloaded() {
    return ApiError.server(
        503, "overloaded", "this gateway has too many open requests; try again", 1);
  }
}
