package io.homeostat.gateway.http;

import io.homeostat.gateway.openai.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes whole answers to clients. */
final class Replies {
  static final String RELEASE = "x-homeostat-release";
  static final String INTERACTION = "x-homeostat-interaction";
  static final String REQUEST_ID = "x-request-id";
  static final String SESSION = "x-homeostat-session";
  static final String CAPABILITY = "x-homeostat-capability";
  static final String CAPTURE = "x-homeostat-capture";

  private static final long LINGER_MILLIS = 1_000;

  private Replies() {}

  static void json(HttpServerResponse response, int status, byte[] body) {
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(body));
  }

  static void error(HttpServerResponse response, ApiError error) {
    if (response.headWritten()) {
      return;
    }
    if (error.retryAfterSeconds() != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, error.retryAfterSeconds().toString());
    }
    json(response, error.status(), error.body());
  }

  /**
   * Answers with an error; a body that is still coming is not waited for, its connection is closed.
   */
  static void refuse(ClientRequest request, Serving serving, ApiError error) {
    serving.metrics.refused(error.status());
    HttpServerRequest http = request.http();
    boolean bodyIsLeft = !http.isEnded();
    if (bodyIsLeft && !request.response().headWritten()) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    error(request.response(), error);
    if (bodyIsLeft) {
      http.resume();
      request.loop().vertx().setTimer(LINGER_MILLIS, late -> http.connection().close());
    }
  }
}
