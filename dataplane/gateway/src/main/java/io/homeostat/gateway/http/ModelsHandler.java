package io.homeostat.gateway.http;

import io.homeostat.gateway.access.ApiKey;
import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.ServedModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Lists the models that a key may call and that have a release in traffic, under the names that
 * reach them.
 */
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
    ApiKey key = Caller.identify(serving, context.request());
    ModelTable table = serving.table();
    JsonArray data = new JsonArray();
    for (ServedModel model : table.models()) {
      if (model.plan() != null && key.mayCall(model.service())) {
        data.add(card(table, model));
      }
    }
    JsonObject list = new JsonObject().put("object", "list").put("data", data);
    Replies.json(context.response(), 200, list.toBuffer().getBytes());
  }

  /**
   * Shows one model, by any name that reaches it.
   *
   * @throws ApiException when the client must be told what is wrong
   */
  void show(RoutingContext context) throws ApiException {
    ApiKey key = Caller.identify(serving, context.request());
    ModelTable table = serving.table();
    ServedModel model =
        table
            .find(name(context))
            .filter(found -> found.plan() != null && key.mayCall(found.service()))
            .orElseThrow(() -> new ApiException(ApiError.noSuchModel()));
    Replies.json(context.response(), 200, card(table, model).toBuffer().getBytes());
  }

  private static String name(RoutingContext context) throws ApiException {
    try {
      return URLDecoder.decode(context.pathParam("model"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          ApiError.invalid("bad_request", null, "expected a path with valid percent-encoding"));
    }
  }

  private static JsonObject card(ModelTable table, ServedModel model) {
    return new JsonObject()
        .put("id", table.clientName(model))
        .put("object", "model")
        .put("created", model.createdMillis() / 1000)
        .put("owned_by", model.namespace());
  }
}
