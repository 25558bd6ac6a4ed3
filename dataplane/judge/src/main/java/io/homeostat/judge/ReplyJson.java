package io.homeostat.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** What every reply of a judge has in common: one JSON object, and a reason before the verdict. */
final class ReplyJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReplyJson() {}

  /**
   * The object of a reply; inside a Markdown fence it is accepted.
   *
   * @throws UnusableReplyException when there is none
   */
  static JsonNode object(String text) throws UnusableReplyException {
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

  /**
   * Checks that the reason was written first, or it could only defend the verdict.
   *
   * @param verdict name of the field that holds it
   * @param of what is judged, for the message
   */
  static void requireReasonFirst(JsonNode entry, String verdict, String of)
      throws UnusableReplyException {
    List<String> fields = entry.propertyStream().map(property -> property.getKey()).toList();
    if (entry.path("reason").asText().isBlank()
        || fields.indexOf("reason") > fields.indexOf(verdict)) {
      throw new UnusableReplyException(
          "write the reason of %s before its %s".formatted(of, verdict));
    }
  }
}
