package io.homeostat.cli.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;

/**
 * An answer with its reference.
 *
 * @param id what the line calls itself, any JSON value, null when it has none
 * @param reference what is right
 * @param hypothesis what was answered
 */
record Pair(JsonNode id, String reference, String hypothesis) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Reads one line.
   *
   * @throws MalformedLineException saying what is wrong with it
   */
  static Pair read(byte[] line) throws MalformedLineException {
    JsonNode node = json(line);
    if (!node.isObject()) {
      throw new MalformedLineException("expected a JSON object but found " + kind(node));
    }
    return new Pair(node.get("id"), text(node, "reference"), text(node, "hypothesis"));
  }

  private static JsonNode json(byte[] line) throws MalformedLineException {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new MalformedLineException("not JSON at column " + column(e) + ": " + reason(e));
    } catch (IOException e) {
      throw new MalformedLineException("not UTF-8: " + e.getMessage());
    }
  }

  private static int column(JsonProcessingException failure) {
    return failure.getLocation() == null ? 0 : failure.getLocation().getColumnNr();
  }

  private static String reason(JsonProcessingException failure) {
    return failure.getOriginalMessage().replaceAll("\\s*\\R.*", "");
  }

  private static String text(JsonNode node, String field) throws MalformedLineException {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw new MalformedLineException(
          "expected a string as \"%s\" but found %s"
              .formatted(field, value == null ? "none" : kind(value)));
    }
    return value.textValue();
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING -> "nothing";
      case NULL -> "null";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      default -> "a " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }
}
