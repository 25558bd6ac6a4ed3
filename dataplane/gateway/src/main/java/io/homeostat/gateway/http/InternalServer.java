package io.homeostat.gateway.http;

import io.homeostat.gateway.routing.ServedModel;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * Tells the operator which plans are applied and which releases still answer requests: {@code GET
 * /plans}.
 */
final class InternalServer extends VerticleBase {
  private final Serving serving;
  private final int port;
  private HttpServer server;

  InternalServer(Serving serving, int port) {
    this.serving = serving;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    server = vertx.createHttpServer().requestHandler(this::handle);
    return server.listen(port);
  }

  int port() {
    return server.actualPort();
  }

  private void handle(HttpServerRequest request) {
    if (!request.path().equals("/plans") || !request.method().equals(HttpMethod.GET)) {
      request.response().setStatusCode(404).end();
      return;
    }
    serving.contact.asked();
    JsonObject plans = new JsonObject();
    for (ServedModel model : serving.table().models()) {
      if (model.plan() != null) {
        JsonObject open = new JsonObject();
        serving.open.of(model.service()).forEach(open::put);
        plans.put(
            model.service(),
            new JsonObject().put("revision", model.plan().revision()).put("open", open));
      }
    }
    Replies.json(request.response(), 200, plans.toBuffer().getBytes());
  }
}
