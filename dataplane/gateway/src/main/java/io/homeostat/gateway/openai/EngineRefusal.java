package io.homeostat.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * Passes on what an engine found wrong with a request, in OpenAI's shape whatever shape the engine
 * used.
 */
public final class EngineRefusal {
  private static final int MAX_MESSAGE = 2000;

  private EngineRefusal() {}

  /**
   * Whether a 404 says that the engine does not serve the path at all, which is no matter of its
   * adapters.
   */
  public static boolean isUnknownPath(byte[] body) {
    try {
      JsonNode root = Json.object(body);
      return !root.has("error") && root.path("detail").asText("").equals("Not Found");
    } catch (IOException e) {
      return false;
    }
  }

  /** What the client is told when the engine of a model does not serve a path. */
  public static ApiError unknownPath(String model, Endpoint endpoint) {
    return ApiError.notFound(
        "unsupported_url",
        null,
        "the engine of model '%s' does not serve %s".formatted(model, endpoint.path()));
  }

  /** Reads the body of an engine's 4xx answer. */
  public static ApiError read(int status, byte[] body) {
    JsonNode root;
    try {
      root = Json.object(body);
    } catch (IOException e) {
      return ApiError.invalid(
          status, "refused", "the engine refused the request without saying why");
    }
    JsonNode error = root.path("error").isObject() ? root.get("error") : root;
    String message = error.path("message").asText(error.path("detail").asText(""));
    if (message.isBlank()) {
      return ApiError.invalid(
          status, "refused", "the engine refused the request without saying why");
    }
    String shown = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    return new ApiError(
        status, "invalid_request_error", "refused", error.path("param").textValue(), shown, null);
  }
}
