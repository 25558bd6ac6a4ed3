package io.homeostat.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a client says about an answer.
 *
 * @param id interaction or response id
 * @param model model that answered, as the client names it
 * @param rating in [0,1]; null without one
 * @param correction the right answer; null without one
 */
public record FeedbackRequest(String id, String model, Double rating, String correction) {
  private static final int MAX_ID = 200;
  private static final int MAX_CORRECTION = 64 * 1024;

  /**
   * Reads a body.
   *
   * @throws ApiException with status 400 when a field is missing or out of range
   */
  public static FeedbackRequest parse(byte[] bytes) throws ApiException {
    ObjectNode body = CompletionRequest.object(bytes);
    JsonNode rating = body.path("rating");
    JsonNode correction = body.path("correction");
    require(
        isText(body.path("id"), MAX_ID),
        "id",
        "the id of a response or the value of its header x-homeostat-interaction");
    require(isText(body.path("model"), MAX_ID), "model", "the name of the model that answered");
    require(isAbsent(rating) || isShare(rating), "rating", "a number from 0 to 1");
    require(
        isAbsent(correction) || isText(correction, MAX_CORRECTION),
        "correction",
        "a text of 1 to " + MAX_CORRECTION + " characters");
    require(
        !isAbsent(rating) || !isAbsent(correction),
        "correction",
        "present when there is no rating");
    return new FeedbackRequest(
        body.get("id").textValue(),
        body.get("model").textValue(),
        isAbsent(rating) ? null : rating.doubleValue(),
        correction.textValue());
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static boolean isShare(JsonNode node) {
    return node.isNumber() && node.doubleValue() >= 0 && node.doubleValue() <= 1;
  }

  private static boolean isText(JsonNode node, int longest) {
    return node.isTextual() && !node.textValue().isBlank() && node.textValue().length() <= longest;
  }

  private static void require(boolean right, String field, String expected) throws ApiException {
    if (!right) {
      throw new ApiException(
          ApiError.invalid(
              "invalid_value", field, "expected %s to be %s".formatted(field, expected)));
    }
  }
}
