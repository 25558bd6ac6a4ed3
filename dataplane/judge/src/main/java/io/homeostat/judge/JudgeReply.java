package io.homeostat.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a judge's reply strictly: a reason and one whole number from 1 to 5 for every dimension,
 * nothing guessed.
 */
final class JudgeReply {
  private JudgeReply() {}

  /**
   * Reads a reply; JSON inside a Markdown fence is accepted.
   *
   * @param dimensions names that must each be scored
   * @throws UnusableReplyException with what is wrong, in words that the judge can act on
   */
  static Rating parse(String text, List<String> dimensions) throws UnusableReplyException {
    JsonNode scores = ReplyJson.object(text).path("scores");
    if (!scores.isArray()) {
      throw new UnusableReplyException("expected a JSON object with an array \"scores\"");
    }
    Map<String, Integer> found = new HashMap<>();
    for (JsonNode entry : scores) {
      String dimension = entry.path("dimension").asText();
      if (dimensions.contains(dimension) && found.put(dimension, score(entry, dimension)) != null) {
        throw new UnusableReplyException("the score of %s is there twice".formatted(dimension));
      }
    }
    for (String dimension : dimensions) {
      if (!found.containsKey(dimension)) {
        throw new UnusableReplyException("the score of %s is missing".formatted(dimension));
      }
    }
    return new Rating(found);
  }

  private static int score(JsonNode entry, String dimension) throws UnusableReplyException {
    JsonNode score = entry.path("score");
    if (!score.isIntegralNumber() || score.asInt() < 1 || score.asInt() > 5) {
      throw new UnusableReplyException(
          "the score of %s must be a whole number from 1 to 5".formatted(dimension));
    }
    ReplyJson.requireReasonFirst(entry, "score", dimension);
    return score.asInt();
  }
}
