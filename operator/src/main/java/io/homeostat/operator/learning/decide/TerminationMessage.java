package io.homeostat.operator.learning.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * Reads what a Job's container left at /dev/termination-log: its result, its error, or the end of
 * its log.
 */
public final class TerminationMessage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 800;

  private TerminationMessage() {}

  /** Returns the result of a Job that ended well; empty when the text is no JSON object. */
  public static Optional<JsonNode> result(String text) {
    return object(text).filter(node -> !node.has("error"));
  }

  /**
   * Why a program failed.
   *
   * @param kind class that it gives its failure: Data, Infrastructure or OutOfMemory; empty for none
   */
  public record Failure(String error, String kind) {}

  /** Returns the program's own word on why it failed; empty when it left none. */
  public static Optional<Failure> failure(String text) {
    return object(text)
        .filter(node -> !node.path("error").asText("").isBlank())
        .map(
            node ->
                new Failure(
                    lastLine(node.path("error").asText()), node.path("kind").asText("")));
  }

  /**
   * Returns the last line that is not blank, shortened: Python's exceptions end with what they say.
   */
  public static String lastLine(String text) {
    String last =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .reduce((first, second) -> second)
            .orElse("");
    return last.length() <= LONGEST ? last : last.substring(0, LONGEST) + "…";
  }

  private static Optional<JsonNode> object(String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
