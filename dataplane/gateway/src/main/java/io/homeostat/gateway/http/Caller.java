package io.homeostat.gateway.http;

import io.homeostat.events.security.DerivedKeys;
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
 * @param identity consumer in events and source of feedback
 * @param evaluation whether it is an Evaluation Job, which may name releases and is not captured
 */
record Caller(String identity, boolean evaluation) {
  private static final String BEARER = "bearer ";
  private static final int DERIVED_KEY_LENGTH = 64;

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
    return serving.apiKeys().identify(key).isPresent()
        || (key != null && key.length() == DERIVED_KEY_LENGTH);
  }

  /**
   * Identifies the caller of a model.
   *
   * @param model empty when there is no such model; then no Job has a key for it
   * @throws ApiException with status 401 when the key is unknown
   */
  static Caller of(Serving serving, HttpServerRequest request, Optional<ServedModel> model)
      throws ApiException {
    String key = key(request);
    if (model.isPresent()
        && DerivedKeys.matches(serving.derivedKeys.evaluation(model.get().uid()), key)) {
      return new Caller("evaluation", true);
    }
    return new Caller(identify(serving, request), false);
  }

  /**
   * Identifies the caller by an API key.
   *
   * @throws ApiException with status 401 when the key is unknown
   */
  static String identify(Serving serving, HttpServerRequest request) throws ApiException {
    return serving
        .apiKeys()
        .identify(key(request))
        .orElseThrow(() -> new ApiException(ApiError.unauthenticated()));
  }
}
