package io.homeostat.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.CharacterCodingException;

/**
 * An error in the shape that OpenAI's clients understand, so that applications need no second error
 * handling.
 *
 * @param status HTTP status
 * @param type {@code invalid_request_error}, {@code authentication_error}, {@code
 *     permission_error}, {@code server_error}, or which limit of a key is reached
 * @param code a word for programs; null when there is none
 * @param param the field that is wrong; null when it is none
 * @param message expected, found, and what to do
 * @param retryAfterSeconds value of the header {@code Retry-After}; null for none
 */
public record ApiError(
    int status, String type, String code, String param, String message, Integer retryAfterSeconds) {
  private static final String INVALID = "invalid_request_error";

  /** A request that must be changed before it is sent again. */
  public static ApiError invalid(String code, String param, String message) {
    return new ApiError(400, INVALID, code, param, message, null);
  }

  /**
   * A request that was refused for its form: too large, too slow, of another media type or method.
   */
  public static ApiError invalid(int status, String code, String message) {
    return new ApiError(status, INVALID, code, null, message, null);
  }

  /** A missing or unknown API key. */
  public static ApiError unauthenticated() {
    return new ApiError(
        401,
        "authentication_error",
        "invalid_api_key",
        null,
        "expected a known API key in the header Authorization: Bearer <key>; ask the owner of this"
            + " gateway for one",
        null);
  }

  /** A known caller that may not do this. */
  public static ApiError forbidden(String code, String message) {
    return new ApiError(403, "permission_error", code, null, message, null);
  }

  /**
   * More than a key may use in a minute.
   *
   * @param limit {@code requests}, {@code tokens} or {@code feedback}
   */
  public static ApiError rateLimited(String limit, int perMinute, int retryAfterSeconds) {
    return new ApiError(
        429,
        limit,
        "rate_limit_exceeded",
        null,
        "this key may use %d %s per minute; try again in %d s"
            .formatted(perMinute, limit, retryAfterSeconds),
        retryAfterSeconds);
  }

  /** A model, release or path that does not exist. */
  public static ApiError notFound(String code, String param, String message) {
    return new ApiError(404, INVALID, code, param, message, null);
  }

  /** A model that does not exist, or not for this caller: both are told in the same words. */
  public static ApiError noSuchModel() {
    return notFound(
        "model_not_found",
        "model",
        "there is no such model; GET /v1/models lists those that exist");
  }

  /** A failure on this side; {@code retryAfterSeconds} null when trying again soon is no use. */
  public static ApiError server(
      int status, String code, String message, Integer retryAfterSeconds) {
    return new ApiError(status, "server_error", code, null, message, retryAfterSeconds);
  }

  /** The body: {@code {"error":{"message","type","param","code"}}} as UTF-8. */
  public byte[] body() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", param)
        .put("code", code);
    try {
      return Json.bytes(root);
    } catch (CharacterCodingException e) {
      return invalid(status, code, "the request contains text that is no Unicode; send valid UTF-8")
          .body();
    }
  }
}
