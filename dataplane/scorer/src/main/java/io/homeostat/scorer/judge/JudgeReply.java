package io.homeostat.scorer.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a judge's reply strictly: one whole number from 1 to 5 for every dimension, nothing
 * guessed.
 */
public final class JudgeReply {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JudgeReply() {}

  /**
   * Reads a reply; JSON inside a Markdown fence is accepted.
   *
   * @param dimensions names that must each be scored
   * @throws UnusableReplyException with what is wrong, in words that the judge can act on
   */
  public static Rating parse(String text, List<String> dimensions) throws UnusableReplyException {
    JsonNode scores = tree(text).path("scores");
    if (!scores.isArray()) {
      throw new UnusableReplyException("expected a JSON object with an array \"scores\"");
    }
    Map<String, Integer> found = new HashMap<>();
    for (JsonNode entry : scores) {
      JsonNode score = entry.path("score");
      String dimension = entry.path("dimension").asText();
      if (dimensions.contains(dimension)) {
        if (!score.isIntegralNumber() || score.asInt() < 1 || score.asInt() > 5) {
          throw new UnusableReplyException(
              "the score of %s must be a whole number from 1 to 5".formatted(dimension));
        }
        found.put(dimension, score.asInt());
      }
    }
    for (String dimension : dimensions) {
      if (!found.containsKey(dimension)) {
        throw new UnusableReplyException("the score of %s is missing".formatted(dimension));
      }
    }
    return new Rating(found);
  }

  private static JsonNode tree(String text) throws UnusableReplyException {
    int start = text == null ? -1 : text.indexOf('{');
    int end = text == null ? -1 : text.lastIndexOf('}');
    if (start < 0 || end < start) {
      throw new UnusableReplyException("expected a JSON object, found none");
    }
    try {
      return JSON.readTree(text.substring(start, end + 1));
    } catch (JsonProcessingException e) {
      throw new UnusableReplyException("the JSON is malformed");
    }
  }
}
