package io.homeostat.gateway.http;

import io.homeostat.gateway.openai.ApiError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/**
 * Decides by its head alone whether a request's body is read, and keeps an eye on the body while it
 * comes.
 */
final class Door {
  private final Serving serving;

  Door(Serving serving) {
    this.serving = serving;
  }

  /** Lets a request in, or answers it. */
  boolean admit(ClientRequest request, int maxBodyBytes) {
    HttpServerRequest http = request.http();
    long size = declaredSize(http, maxBodyBytes);
    ApiError error = size > maxBodyBytes ? tooLarge(maxBodyBytes) : refusal(http);
    if (error == null && !enter(request, size)) {
      error = overloaded();
    }
    if (error != null) {
      Replies.refuse(request, serving, error);
      return false;
    }
    Watchdog slowness =
        new Watchdog(
            request.loop().patrol(),
            Long.MAX_VALUE,
            () -> {
              if (!http.isEnded()) {
                Replies.refuse(request, serving, tooSlow());
              }
            });
    slowness.watch(serving.deadlines.body());
    request.whenOver(slowness::stop);
    return true;
  }

  private boolean enter(ClientRequest request, long size) {
    if (!serving.admission.enter()) {
      return false;
    }
    boolean held = serving.admission.hold(size);
    request.whenOver(() -> serving.admission.leave(held ? size : 0));
    return held;
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

  /** What the body may be long: what its head says, else as long as any may be. */
  private static long declaredSize(HttpServerRequest request, int maxBodyBytes) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? maxBodyBytes : Math.max(0, Long.parseLong(length));
    } catch (NumberFormatException e) {
      return maxBodyBytes;
    }
  }

  private static ApiError overloaded() {
    return ApiError.server(
        503, "overloaded", "this gateway has too many open requests; try again", 1);
  }

  private static ApiError tooSlow() {
    return ApiError.invalid(
        408, "body_too_slow", "the body did not arrive in time; send the request again");
  }

  /** A body that is longer than what the path takes. */
  static ApiError tooLarge(int maxBodyBytes) {
    return ApiError.invalid(
        413, "request_too_large", "expected a body of at most %d bytes".formatted(maxBodyBytes));
  }
}
