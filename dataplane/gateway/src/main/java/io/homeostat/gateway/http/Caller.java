package io.homeostat.gateway.http;

import io.homeostat.events.security.DerivedKeys;
import io.homeostat.gateway.access.ApiKey;
import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.routing.ServedModel;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;

/**
 * Who sends a request.
 *
 * @param key what the caller may do
 * @param evaluation whether it is an Evaluation Job, which may name releases and is not captured
 */
record Caller(ApiKey key, boolean evaluation) {
  private static final String BEARER = "bearer ";
  private static final int DERIVED_KEY_LENGTH = 64;
  private static final Caller EVALUATION = new Caller(ApiKey.unlimited("evaluation"), true);

  /** Consumer in events and source of feedback. */
  String identity() {
    return key.identity();
  }

  /** Whether a request may name the release that answers it. */
  boolean mayNameRelease() {
    return evaluation || key.mayNameRelease();
  }

  /** The key of a request; null without one. */
  static String key(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  /**
   * Whether a request is worth reading: its key is known, or may turn out to be an Evaluation
   * Job's.
   */
  static boolean mayCall(Serving serving, HttpServerRequest request) {
    String key = key(request);
    return serving.apiKeys().identify(key).isPresent() || mayBeDerived(key);
  }

  private static boolean mayBeDerived(String key) {
    return key != null && key.length() == DERIVED_KEY_LENGTH;
  }

  /**
   * Identifies the caller of a model.
   *
   * @param model empty when there is no such model; then no Job has a key for it
   * @throws ApiException with status 401 when the key is unknown, 403 when it is not for the model
   */
  static Caller of(Serving serving, HttpServerRequest request, Optional<ServedModel> model)
      throws ApiException {
    String key = key(request);
    if (model.isPresent()
        && mayBeDerived(key)
        && DerivedKeys.matches(serving.derivedKeys.evaluation(model.get().uid()), key)) {
      return EVALUATION;
    }
    ApiKey found = identify(serving, request);
    if (model.isPresent() && !found.mayCall(model.get().service())) {
      throw new ApiException(
          ApiError.forbidden(
              "model_not_allowed",
              "this key may not call this model; GET /v1/models lists those that it may"));
    }
    return new Caller(found, false);
  }

  /**
   * Identifies the caller by an API key.
   *
   * @throws ApiException with status 401 when the key is unknown
   */
  static ApiKey identify(Serving serving, HttpServerRequest request) throws ApiException {
    return serving
        .apiKeys()
        .identify(key(request))
        .orElseThrow(() -> new ApiException(ApiError.unauthenticated()));
  }
}
