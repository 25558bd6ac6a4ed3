package io.homeostat.gateway.http;

import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.ServedModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Lists the models that have a release in traffic, under the names that reach them. */
final class ModelsHandler {
  private final Serving serving;

  ModelsHandler(Serving serving) {
    this.serving = serving;
  }

  /**
   * Handles a request.
   *
   * @throws ApiException when the client must be told what is wrong
   */
  void handle(RoutingContext context) throws ApiException {
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
}
