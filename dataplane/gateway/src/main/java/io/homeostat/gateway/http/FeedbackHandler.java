package io.homeostat.gateway.http;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.gateway.access.ApiKey;
import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.FeedbackRequest;
import io.homeostat.gateway.routing.ServedModel;
import io.vertx.core.json.JsonObject;

/** Takes what clients say about answers; its source is who the API key belongs to. */
final class FeedbackHandler {
  private final Serving serving;
  private final Quota quota;

  FeedbackHandler(Serving serving) {
    this.serving = serving;
    this.quota = new Quota(serving);
  }

  /**
   * Handles a request whose body is there.
   *
   * @throws ApiException when the client must be told what is wrong
   */
  void handle(ClientRequest given) throws ApiException {
    ApiKey key = Caller.identify(serving, given.http());
    quota.feedback(key);
    FeedbackRequest request = FeedbackRequest.parse(given.body());
    ServedModel model = find(request.model(), key);
    if (request.correction() != null && !model.keepsContent()) {
      throw new ApiException(
          ApiError.invalid(
              "content_not_kept",
              "correction",
              "this model keeps no content: send a rating without a correction"));
    }
    Feedback feedback =
        new Feedback(
            EventCodec.SCHEMA_VERSION,
            serving.ids.next(),
            request.id(),
            model.service(),
            serving.clocks.wall().millis(),
            key.identity(),
            request.rating(),
            request.correction(),
            null);
    serving.capture.record(model, feedback);
    Replies.json(
        given.response(),
        202,
        new JsonObject().put("id", feedback.id()).put("object", "feedback").toBuffer().getBytes());
  }

  private ServedModel find(String model, ApiKey key) throws ApiException {
    return serving
        .table()
        .find(model)
        .filter(found -> key.mayCall(found.service()))
        .orElseThrow(() -> new ApiException(ApiError.noSuchModel()));
  }
}
