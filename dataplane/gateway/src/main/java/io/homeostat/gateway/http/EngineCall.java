package io.homeostat.gateway.http;

import io.homeostat.gateway.openai.AnswerTranslator;
import io.homeostat.gateway.openai.BrokenAnswerException;
import io.homeostat.gateway.openai.EngineRefusal;
import io.homeostat.gateway.openai.EventStream;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One attempt: sends a request to one engine pod and tells the listener what comes back. For one
 * event loop.
 */
final class EngineCall {
  private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;
  private static final int MAX_REFUSAL_BYTES = 256 * 1024;
  private static final int MAX_RETRY_SECONDS = 300;

  private final HttpClient client;
  private final Target target;
  private final AnswerTranslator translator;
  private final Listener listener;
  private final Transport transport;
  private final boolean keyMissing;
  private final Deadlines deadlines;
  private final Watchdog watchdog;
  private final EventStream events = new EventStream();
  private HttpClientRequest request;
  private HttpClientResponse response;
  private boolean begun;
  private boolean ended;

  /**
   * Where and what to send.
   *
   * @param path as vLLM serves it
   * @param key null for an engine that asks for none
   * @param latest when the whole request is out of time, on the clock that never goes back
   * @param headers more headers, such as those of a trace
   */
  record Target(
      EnginePod pod,
      String path,
      String key,
      String requestId,
      boolean stream,
      Buffer body,
      long latest,
      Map<String, String> headers) {}

  /** What an attempt may bring. Exactly one of the last four is called, and nothing after it. */
  interface Listener {
    /** The next event of a stream, ready for the client. */
    void event(byte[] event);

    /** The stream is complete. */
    void streamed();

    /** The whole answer, ready for the client. */
    void whole(byte[] body);

    /**
     * The engine calls the request wrong.
     *
     * @param failure {@link Failure#REFUSED} or {@link Failure#PATH_UNKNOWN}
     */
    void refused(Failure failure, int status, byte[] body);

    /** There is no answer, or no more of it. */
    void failed(Failure failure);
  }

  EngineCall(
      Serving serving, Loop loop, Target target, AnswerTranslator translator, Listener listener) {
    this.client = loop.engines();
    this.target = target;
    this.translator = translator;
    this.listener = listener;
    this.transport = serving.transport;
    this.keyMissing = serving.engineKeys.missing(target.pod());
    this.deadlines = serving.deadlines;
    this.watchdog = new Watchdog(loop.patrol(), target.latest(), this::expired);
  }

  /** Sends the request, unless the engine's key is not known. */
  void send() {
    if (keyMissing) {
      fail(Failure.ENGINE_DENIED);
      return;
    }
    watchdog.watch(target.stream() ? deadlines.firstByte() : deadlines.whole());
    client
        .request(transport.options(target.pod(), target.path()))
        .onSuccess(this::connected)
        .onFailure(failure -> fail(Failure.CONNECT_FAILED));
  }

  private void connected(HttpClientRequest connected) {
    if (ended) {
      connected.reset();
      return;
    }
    request = connected;
    request
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.ACCEPT, target.stream() ? "text/event-stream" : "application/json")
        .putHeader("x-request-id", target.requestId());
    if (target.key() != null) {
      request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + target.key());
    }
    target.headers().forEach(request::putHeader);
    request
        .send(target.body())
        .onSuccess(this::answered)
        .onFailure(failure -> fail(Failure.CONNECTION_LOST));
  }

  private void answered(HttpClientResponse given) {
    if (ended) {
      return;
    }
    response = given;
    response.exceptionHandler(failure -> lost());
    Failure failure = Failure.ofStatus(response.statusCode());
    if (failure == Failure.REFUSED || failure == Failure.ADAPTER_MISSING) {
      collect(MAX_REFUSAL_BYTES, body -> refused(failure, body));
    } else if (failure != null) {
      fail(failure);
    } else if (target.stream()) {
      readStream();
    } else {
      collect(MAX_ANSWER_BYTES, this::translateWhole);
    }
  }

  private void refused(Failure failure, byte[] body) {
    if (failure == Failure.REFUSED) {
      end(() -> listener.refused(Failure.REFUSED, response.statusCode(), body));
    } else if (EngineRefusal.isUnknownPath(body)) {
      end(() -> listener.refused(Failure.PATH_UNKNOWN, response.statusCode(), body));
    } else {
      fail(failure);
    }
  }

  /** Seconds after which the engine wants to be asked again; 0 when it did not say. */
  int retryAfterSeconds() {
    String given = response == null ? null : response.getHeader(HttpHeaders.RETRY_AFTER);
    return given != null && given.matches("[0-9]{1,9}")
        ? Math.min(MAX_RETRY_SECONDS, Integer.parseInt(given))
        : 0;
  }

  private void collect(int limit, Consumer<byte[]> whenWhole) {
    Buffer collected = Buffer.buffer();
    response.handler(
        piece -> {
          if (ended) {
            return;
          }
          if (collected.length() + piece.length() > limit) {
            fail(Failure.BROKEN_ANSWER);
          } else {
            collected.appendBuffer(piece);
          }
        });
    response.endHandler(
        end -> {
          if (!ended) {
            whenWhole.accept(collected.getBytes());
          }
        });
  }

  private void translateWhole(byte[] body) {
    try {
      byte[] translated = translator.whole(body);
      end(() -> listener.whole(translated));
    } catch (BrokenAnswerException e) {
      fail(Failure.BROKEN_ANSWER);
    }
  }

  private void readStream() {
    String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.startsWith("text/event-stream")) {
      fail(Failure.BROKEN_ANSWER);
      return;
    }
    response.handler(this::readEvents);
    response.endHandler(end -> lost());
  }

  private void lost() {
    watchdog.stop();
    fail(Failure.CONNECTION_LOST);
  }

  private void readEvents(Buffer piece) {
    try {
      for (byte[] data : events.feed(piece.getBytes())) {
        if (!ended) {
          readEvent(data);
        }
      }
    } catch (BrokenAnswerException e) {
      fail(Failure.BROKEN_ANSWER);
    }
  }

  private void readEvent(byte[] data) throws BrokenAnswerException {
    Optional<byte[]> event = translator.event(data);
    watchdog.touch();
    if (!begun) {
      begun = true;
      watchdog.watch(deadlines.idle());
    }
    event.ifPresent(listener::event);
    if (translator.done() && !ended) {
      end(listener::streamed);
      response.resume();
      watchdog.watch(deadlines.idle());
    }
  }

  /** Reads no more of the stream until {@link #resume}; the watchdog sleeps meanwhile. */
  void pause() {
    if (!ended) {
      response.pause();
      watchdog.stop();
    }
  }

  /** Reads on. */
  void resume() {
    if (!ended) {
      watchdog.watch(deadlines.idle());
      response.resume();
    }
  }

  /** Ends the attempt and makes the engine stop working on it. */
  void abort() {
    if (!ended) {
      ended = true;
      watchdog.stop();
      hangUp();
    }
  }

  private void expired() {
    if (ended) {
      hangUp();
    } else {
      fail(Failure.TIMEOUT);
    }
  }

  private void fail(Failure failure) {
    if (!ended) {
      abort();
      listener.failed(failure);
    }
  }

  private void end(Runnable last) {
    ended = true;
    watchdog.stop();
    last.run();
  }

  private void hangUp() {
    if (request != null) {
      request.reset();
    }
  }
}
