package io.homeostat.gateway.support;

import io.homeostat.gateway.routing.EnginePod;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for a vLLM pod: speaks its API on loopback, answers what a test tells it to, and
 * remembers what it was asked.
 */
public final class EngineStandIn implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger cancelled = new AtomicInteger();
  private volatile Behaviour behaviour = EngineStandIn::say;

  /** One request as it arrived. */
  public record Asked(
      String path,
      JsonObject body,
      String authorization,
      List<String> headerNames,
      HttpServerRequest http) {
    public String model() {
      return body.getString("model");
    }

    boolean stream() {
      return body.getBoolean("stream", false);
    }
  }

  /** What a test wants to happen. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(EngineStandIn engine, Asked asked);
  }

  public EngineStandIn() {
    this(new HttpServerOptions());
  }

  /** One that is only spoken to encrypted. */
  public EngineStandIn(Certificate certificate) {
    this(
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PfxOptions()
                    .setPath(certificate.store().toString())
                    .setPassword(Certificate.PASSWORD)));
  }

  private EngineStandIn(HttpServerOptions options) {
    server = vertx.createHttpServer(options).requestHandler(this::handle);
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  private void handle(HttpServerRequest request) {
    request.response().closeHandler(closed -> cancelled.incrementAndGet());
    request.bodyHandler(
        body -> {
          Asked one =
              new Asked(
                  request.path(),
                  new JsonObject(body),
                  request.getHeader("Authorization"),
                  List.copyOf(request.headers().names()),
                  request);
          asked.add(one);
          behaviour.answer(this, one);
        });
  }

  public EnginePod pod() {
    return new EnginePod("127.0.0.1", server.actualPort());
  }

  public List<Asked> asked() {
    return asked;
  }

  /** Requests whose connection ended before their answer did. */
  public int cancelled() {
    return cancelled.get();
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  /** Answers "answer of MODEL" in the form that was asked for. */
  public void say(Asked asked) {
    if (asked.stream()) {
      beginStream(asked);
      chunk(asked, "answer ");
      chunk(asked, "of " + asked.model());
      endStream(asked);
    } else {
      JsonObject choice =
          choice(asked, "message", "answer of " + asked.model()).put("finish_reason", "stop");
      json(
          asked,
          200,
          new JsonObject()
              .put("id", "cmpl-1")
              .put("model", asked.model())
              .put("choices", List.of(choice))
              .put("usage", usage()));
    }
  }

  public void beginStream(Asked asked) {
    asked
        .http()
        .response()
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream; charset=utf-8");
  }

  public void chunk(Asked asked, String text) {
    event(
        asked,
        new JsonObject()
            .put("id", "cmpl-1")
            .put("model", asked.model())
            .put("choices", List.of(choice(asked, "delta", text)))
            .encode());
  }

  private static JsonObject choice(Asked asked, String field, String text) {
    JsonObject choice = new JsonObject().put("index", 0);
    return asked.path().equals("/v1/completions")
        ? choice.put("text", text)
        : choice.put(field, new JsonObject().put("content", text));
  }

  public void endStream(Asked asked) {
    JsonObject last =
        new JsonObject()
            .put("index", 0)
            .put("delta", new JsonObject())
            .put("finish_reason", "stop");
    event(
        asked,
        new JsonObject()
            .put("id", "cmpl-1")
            .put("model", asked.model())
            .put("choices", List.of(last))
            .encode());
    event(
        asked,
        new JsonObject()
            .put("id", "cmpl-1")
            .put("model", asked.model())
            .put("choices", List.of())
            .put("usage", usage())
            .encode());
    event(asked, "[DONE]");
    asked.http().response().end();
  }

  public void event(Asked asked, String data) {
    asked.http().response().write("data: " + data + "\n\n");
  }

  public void json(Asked asked, int status, JsonObject body) {
    asked
        .http()
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .putHeader("server", "uvicorn")
        .end(body.encode());
  }

  public void error(Asked asked, int status, String message) {
    json(
        asked,
        status,
        new JsonObject()
            .put(
                "error",
                new JsonObject()
                    .put("message", message)
                    .put("type", "BadRequestError")
                    .put("code", status)));
  }

  /** Ends the connection as a killed pod does. */
  public void die(Asked asked) {
    asked.http().connection().close();
  }

  /** Runs something later on the engine's own loop. */
  public void later(long millis, Runnable task) {
    vertx.setTimer(Math.max(1, millis), fired -> task.run());
  }

  public HttpServerResponse response(Asked asked) {
    return asked.http().response();
  }

  private static JsonObject usage() {
    return new JsonObject()
        .put("prompt_tokens", 7)
        .put("completion_tokens", 3)
        .put("prompt_tokens_details", new JsonObject().put("cached_tokens", 2));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
