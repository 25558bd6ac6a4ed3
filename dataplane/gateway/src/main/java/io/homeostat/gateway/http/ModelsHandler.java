package io.homeostat.gateway.http;

import io.homeostat.gateway.access.ApiKey;
import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.ServedModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Lists the models that a key may call and that have a release in traffic, under the names that
 * reach them.
 */
final class ModelsHandler {
  private final Serving serving;
  private final String begin;

  /**
   * Lists what is served.
   *
   * @param begin of the path of one model; its name follows
   */
  ModelsHandler(Serving serving, String begin) {
    this.serving = serving;
    this.begin = begin;
  }

  /**
   * Handles a request.
   *
   * @throws ApiException when the client must be told what is wrong
   */
  void handle(ClientRequest request) throws ApiException {
    ApiKey key = Caller.identify(serving, request.http());
    ModelTable table = serving.table();
    JsonArray data = new JsonArray();
    for (ServedModel model : table.models()) {
      if (model.plan() != null && key.mayCall(model.service())) {
        data.add(card(table, model));
      }
    }
    JsonObject list = new JsonObject().put("object", "list").put("data", data);
    Replies.json(request.response(), 200, list.toBuffer().getBytes());
  }

  /**
   * Shows one model, by any name that reaches it.
   *
   * @throws ApiException when the client must be told what is wrong
   */
  void show(ClientRequest request) throws ApiException {
    ApiKey key = Caller.identify(serving, request.http());
    ModelTable table = serving.table();
    ServedModel model =
        table
            .find(Routes.decoded(request.http().path().substring(begin.length())))
            .filter(found -> found.plan() != null && key.mayCall(found.service()))
            .orElseThrow(() -> new ApiException(ApiError.noSuchModel()));
    Replies.json(request.response(), 200, card(table, model).toBuffer().getBytes());
  }

  private static JsonObject card(ModelTable table, ServedModel model) {
    return new JsonObject()
        .put("id", table.clientName(model))
        .put("object", "model")
        .put("created", model.createdMillis() / 1000)
        .put("owned_by", model.namespace());
  }
}
