package io.homeostat.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** One request of a client from its head to the end of its answer. For one event loop. */
final class ClientRequest {
  private static final byte[] NOTHING = {};

  private final HttpServerRequest http;
  private final Loop loop;
  private final long arrivalMillis;
  private Runnable whenOver = () -> {};
  private byte[] body = NOTHING;
  private Buffer pieces;

  /**
   * Follows a request.
   *
   * @param arrivalMillis when its head came, on the clock that never goes back
   */
  ClientRequest(HttpServerRequest http, Loop loop, long arrivalMillis) {
    this.http = http;
    this.loop = loop;
    this.arrivalMillis = arrivalMillis;
    http.response().endHandler(end -> whenOver.run());
  }

  HttpServerRequest http() {
    return http;
  }

  HttpServerResponse response() {
    return http.response();
  }

  /** The event loop that it is served on. */
  Loop loop() {
    return loop;
  }

  /** When its head came, on the clock that never goes back. */
  long arrivalMillis() {
    return arrivalMillis;
  }

  /** What {@link #collect} collected. */
  byte[] body() {
    return body;
  }

  /** Does this, too, when the answer is written or the client has left. */
  void whenOver(Runnable next) {
    Runnable before = whenOver;
    whenOver =
        () -> {
          before.run();
          next.run();
        };
  }

  /** Collects the body; what happens then is left out when the request is answered already. */
  void collect(int maxBytes, Runnable whenWhole, Runnable whenTooLarge) {
    http.handler(piece -> add(piece, maxBytes, whenTooLarge));
    http.endHandler(
        end -> {
          if (!response().ended()) {
            body = pieces == null ? NOTHING : pieces.getBytes();
            pieces = null;
            whenWhole.run();
          }
        });
  }

  private void add(Buffer piece, int maxBytes, Runnable whenTooLarge) {
    int before = pieces == null ? 0 : pieces.length();
    if (response().ended() || piece.length() == 0) {
      return;
    }
    if (before + piece.length() > maxBytes) {
      pieces = null;
      whenTooLarge.run();
    } else {
      pieces = pieces == null ? piece : pieces.appendBuffer(piece);
    }
  }
}
