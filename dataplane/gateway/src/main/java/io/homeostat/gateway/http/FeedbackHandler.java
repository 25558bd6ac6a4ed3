package io.homeostat.gateway.http;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.Topics;
import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.FeedbackRequest;
import io.homeostat.gateway.routing.ServedModel;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Takes what clients say about answers; its source is who the API key belongs to. */
final class FeedbackHandler {
  private static final int FIXED_BYTES = 512;

  private final Serving serving;

  FeedbackHandler(Serving serving) {
    this.serving = serving;
  }

  /**
   * Handles a request whose body is there.
   *
   * @throws ApiException when the client must be told what is wrong
   */
  void handle(RoutingContext context) throws ApiException {
    String source = Caller.identify(serving, context.request());
    byte[] body =
        context.body().buffer() == null ? new byte[0] : context.body().buffer().getBytes();
    FeedbackRequest request = FeedbackRequest.parse(body);
    ServedModel model = find(request.model());
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
            serving.ids.get(),
            request.id(),
            model.service(),
            serving.clocks.wall().millis(),
            source,
            request.rating(),
            request.correction());
    long size = FIXED_BYTES + (request.correction() == null ? 0 : request.correction().length());
    serving.capture.offer(
        Topics.FEEDBACK, Topics.key(model.service(), feedback.id()), feedback, size);
    Replies.json(
        context.response(),
        202,
        new JsonObject().put("id", feedback.id()).put("object", "feedback").toBuffer().getBytes());
  }

  private ServedModel find(String model) throws ApiException {
    return serving
        .table()
        .find(model)
        .orElseThrow(
            () ->
                new ApiException(
                    ApiError.notFound(
                        "model_not_found",
                        "model",
                        "there is no such model; GET /v1/models lists those that exist")));
  }
}
