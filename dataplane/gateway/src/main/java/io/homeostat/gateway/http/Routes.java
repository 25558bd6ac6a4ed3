package io.homeostat.gateway.http;

import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.Endpoint;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what answers a request by its method and path. */
final class Routes {
  private static final String ENDPOINTS =
      Stream.of(Endpoint.values()).map(Endpoint::path).collect(Collectors.joining(", "));

  private final Map<String, Route> byPath = new HashMap<>();
  private final Map<String, Route> byBegin = new HashMap<>();

  /** Answers requests to exactly this path; slashes at its end do not matter. */
  Routes at(String path, Route route) {
    byPath.put(path, route);
    return this;
  }

  /** Answers requests to paths that begin so and go on. */
  Routes below(String begin, Route route) {
    byBegin.put(begin, route);
    return this;
  }

  /**
   * The route of a request.
   *
   * @throws ApiException with status 404 or 405 when there is none, 400 when the path is none
   */
  Route of(HttpServerRequest request) throws ApiException {
    String path = request.path() == null ? "" : request.path();
    Route route = byPath.get(path);
    if (route == null) {
      route = search(path);
    }
    if (!route.method().equals(request.method())) {
      throw new ApiException(
          ApiError.invalid(405, "method_not_allowed", "this path is served with another method"));
    }
    return route;
  }

  private Route search(String path) throws ApiException {
    decoded(path);
    Route withoutSlashes = byPath.get(path.replaceFirst("/+$", ""));
    if (withoutSlashes != null) {
      return withoutSlashes;
    }
    for (Map.Entry<String, Route> entry : byBegin.entrySet()) {
      if (path.startsWith(entry.getKey()) && path.length() > entry.getKey().length()) {
        return entry.getValue();
      }
    }
    throw new ApiException(
        ApiError.notFound(
            "unknown_url",
            null,
            "this gateway serves POST %s, /v1/feedback and GET /v1/models".formatted(ENDPOINTS)));
  }

  /**
   * Text without percent-encoding.
   *
   * @throws ApiException with status 400 when it is not encoded so
   */
  static String decoded(String path) throws ApiException {
    try {
      return URLDecoder.decode(path, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          ApiError.invalid("bad_request", null, "expected a path with valid percent-encoding"));
    }
  }
}
