package io.homeostat.gateway.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One span, or the log records of one span, as an application sent it.
 *
 * @param origin {@link io.homeostat.events.Interaction#TRACE} or {@code LOG}
 * @param resource attributes of the process that sent it
 * @param traceId 32 hex digits; null without
 * @param spanId 16 hex digits; null without
 * @param startMillis epoch milliseconds; 0 when it is not told
 * @param endMillis epoch milliseconds; 0 when it is not told
 * @param failed whether its status is an error
 * @param events what happened during it
 */
record Recorded(
    String origin,
    ObjectNode resource,
    String traceId,
    String spanId,
    long startMillis,
    long endMillis,
    boolean failed,
    ObjectNode attributes,
    List<Event> events) {
  /**
   * Something that happened at one moment.
   *
   * @param attributes its attributes, and the fields of its body where that is a map
   */
  record Event(String name, ObjectNode attributes) {}

  /** An attribute of the span or, where it has none of that name, of the process. */
  JsonNode attribute(String name) {
    return attributes.has(name) ? attributes.get(name) : resource.path(name);
  }

  /** Text of an attribute; null when it is absent, blank or no single value. */
  String text(String... names) {
    for (String name : names) {
      JsonNode value = attribute(name);
      if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
        return value.asText();
      }
    }
    return null;
  }

  /** A whole number; null when it is absent or none. */
  Integer number(String... names) {
    for (String name : names) {
      JsonNode value = attributes.path(name);
      if (value.canConvertToInt() && value.isNumber() && value.asInt() >= 0) {
        return value.asInt();
      }
    }
    return null;
  }

  /** What names this span in all of time; null when it does not say which it is. */
  String id() {
    return traceId == null || spanId == null ? null : traceId + "-" + spanId;
  }
}
