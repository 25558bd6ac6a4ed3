package io.homeostat.gateway.http;

import io.homeostat.gateway.access.ApiKey;
import io.homeostat.gateway.access.Permit;
import io.homeostat.gateway.access.Rate;
import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** Holds callers to the rates of their keys and tells them how they stand, as OpenAI does. */
final class Quota {
  private final Serving serving;

  Quota(Serving serving) {
    this.serving = serving;
  }

  /**
   * Lets a request to a model through.
   *
   * @param estimatedTokens what it may cost
   * @throws ApiException with status 429 when it comes too early
   */
  Permit.Charge request(HttpServerResponse response, ApiKey key, long estimatedTokens)
      throws ApiException {
    Permit permit = serving.rates.request(key, estimatedTokens);
    tell(response, "requests", permit.rates().requests());
    tell(response, "tokens", permit.rates().tokens());
    return switch (permit) {
      case Permit.Granted granted -> granted.charge();
      case Permit.Refused refused ->
          throw new ApiException(
              ApiError.rateLimited(
                  refused.limit(), refused.perMinute(), seconds(refused.waitMillis())));
    };
  }

  /**
   * Lets a piece of feedback through.
   *
   * @throws ApiException with status 403 when the key gives none, 429 when it comes too early
   */
  void feedback(ApiKey key) throws ApiException {
    if (key.feedbackPerMinute() == 0) {
      throw new ApiException(
          ApiError.forbidden("feedback_not_allowed", "this key may not give feedback"));
    }
    long wait = serving.rates.feedback(key);
    if (wait > 0) {
      throw new ApiException(
          ApiError.rateLimited("feedback", key.feedbackPerMinute(), seconds(wait)));
    }
  }

  /**
   * Lets a sender of what was recorded elsewhere through, before its body is read.
   *
   * @throws ApiException with status 403 when the key may send none, 429 when it used all it may
   */
  void mayIngest(ApiKey key) throws ApiException {
    if (key.ingestPerMinute() == 0) {
      throw new ApiException(
          ApiError.forbidden(
              "ingest_not_allowed",
              "this key may send neither traces nor scores: its entry needs ingest-per-minute"));
    }
    ingest(key, 0);
  }

  /**
   * Charges what a key sent.
   *
   * @param amount interactions and scores; 0 asks whether any could be taken
   * @throws ApiException with status 429 when it comes too early
   */
  void ingest(ApiKey key, int amount) throws ApiException {
    long wait = serving.rates.ingest(key, amount);
    if (wait > 0) {
      throw new ApiException(ApiError.rateLimited("ingest", key.ingestPerMinute(), seconds(wait)));
    }
  }

  private static void tell(HttpServerResponse response, String limit, Optional<Rate> rate) {
    rate.ifPresent(
        standing ->
            response
                .putHeader("x-ratelimit-limit-" + limit, Integer.toString(standing.limit()))
                .putHeader("x-ratelimit-remaining-" + limit, Integer.toString(standing.remaining()))
                .putHeader("x-ratelimit-reset-" + limit, duration(standing.resetMillis())));
  }

  private static int seconds(long millis) {
    return (int) Math.max(1, Math.ceilDiv(millis, 1000L));
  }

  /** As OpenAI writes it: {@code 20ms}, {@code 1s}, {@code 6m0s}. */
  private static String duration(long millis) {
    if (millis < 1000) {
      return millis + "ms";
    }
    int seconds = seconds(millis);
    return seconds < 60 ? seconds + "s" : "%dm%ds".formatted(seconds / 60, seconds % 60);
  }
}
