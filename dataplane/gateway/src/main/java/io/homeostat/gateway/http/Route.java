package io.homeostat.gateway.http;

import io.homeostat.gateway.openai.ApiException;
import io.vertx.core.http.HttpMethod;

/**
 * What answers requests to a path.
 *
 * @param maxBytes longest body; 0 where none is read
 * @param answer gets requests whose body is there
 */
record Route(HttpMethod method, int maxBytes, Answer answer) {
  /** Answers one request. */
  @FunctionalInterface
  interface Answer {
    /**
     * Begins to answer.
     *
     * @throws ApiException when the client must be told what is wrong
     */
    void to(ClientRequest request) throws ApiException;
  }

  /** A route whose requests carry no body. */
  static Route get(Answer answer) {
    return new Route(HttpMethod.GET, 0, answer);
  }

  /** A route whose requests carry a body. */
  static Route post(int maxBytes, Answer answer) {
    return new Route(HttpMethod.POST, maxBytes, answer);
  }
}
