package io.homeostat.gateway.access;

import java.util.List;

/**
 * What the owner of an API key may do. Limits hold in each gateway pod.
 *
 * @param identity who it is: consumer in events, source of feedback
 * @param models patterns of {@code namespace/name}, {@code *} for any characters; empty for all
 * @param requestsPerMinute requests to models; null for no limit
 * @param tokensPerMinute tokens of prompts and answers; null for no limit
 * @param feedbackPerMinute pieces of feedback; 0 for none
 * @param ingestPerMinute interactions and scores of elsewhere; 0 for none
 * @param mayNameRelease whether a request may name the release that answers it
 */
public record ApiKey(
    String identity,
    List<String> models,
    Integer requestsPerMinute,
    Integer tokensPerMinute,
    int feedbackPerMinute,
    int ingestPerMinute,
    boolean mayNameRelease) {
  /** Feedback of a key that says nothing about it. */
  public static final int FEEDBACK_PER_MINUTE = 600;

  /** What everybody may ingest, where the gateway is open. */
  private static final int INGEST_PER_MINUTE = 6_000;

  /** Everybody, where the gateway is open. */
  public static final ApiKey ANONYMOUS =
      new ApiKey("anonymous", List.of(), null, null, FEEDBACK_PER_MINUTE, INGEST_PER_MINUTE, false);

  public ApiKey {
    models = List.copyOf(models);
  }

  /** A key that may call every model as often as it likes, and ingest nothing. */
  public static ApiKey unlimited(String identity) {
    return new ApiKey(identity, List.of(), null, null, FEEDBACK_PER_MINUTE, 0, false);
  }

  /**
   * Whether the key may call a model.
   *
   * @param service {@code namespace/name}
   */
  public boolean mayCall(String service) {
    return models.isEmpty() || models.stream().anyMatch(pattern -> matches(pattern, service));
  }

  /** After a mismatch the last star takes one character more; no other star needs another try. */
  private static boolean matches(String pattern, String service) {
    int at = 0;
    int next = 0;
    int star = -1;
    int taken = 0;
    while (at < service.length()) {
      if (next < pattern.length() && pattern.charAt(next) == '*') {
        star = next++;
        taken = at;
      } else if (next < pattern.length() && pattern.charAt(next) == service.charAt(at)) {
        next++;
        at++;
      } else if (star >= 0) {
        next = star + 1;
        at = ++taken;
      } else {
        return false;
      }
    }
    while (next < pattern.length() && pattern.charAt(next) == '*') {
      next++;
    }
    return next == pattern.length();
  }
}
