package io.homeostat.gateway.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.events.Interaction;
import io.homeostat.gateway.openai.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads OTLP as JSON: identifiers in hex, 64 bit numbers as strings, unknown fields ignored. */
final class OtlpJson {
  private static final Pattern ID = Pattern.compile("(?!0+$)([0-9a-f]{32}|[0-9a-f]{16})");
  private static final int MOST_NESTED = 32;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int ERROR = 2;

  private OtlpJson() {}

  static List<Recorded> traces(byte[] body) throws IOException {
    List<Recorded> spans = new ArrayList<>();
    for (JsonNode process : list(body, "resourceSpans")) {
      ObjectNode resource = attributes(process.path("resource").path("attributes"));
      for (JsonNode scope : process.path("scopeSpans")) {
        scope.path("spans").forEach(span -> spans.add(span(resource, span)));
      }
    }
    return spans;
  }

  static List<Recorded> logs(byte[] body) throws IOException {
    LogRecords records = new LogRecords();
    for (JsonNode process : list(body, "resourceLogs")) {
      ObjectNode resource = attributes(process.path("resource").path("attributes"));
      for (JsonNode scope : process.path("scopeLogs")) {
        for (JsonNode record : scope.path("logRecords")) {
          long time = millis(record.path("timeUnixNano"));
          records.add(
              resource,
              id(record.path("traceId")),
              id(record.path("spanId")),
              time > 0 ? time : millis(record.path("observedTimeUnixNano")),
              record.path("eventName").asText(""),
              attributes(record.path("attributes")),
              value(record.path("body"), 0));
        }
      }
    }
    return records.grouped();
  }

  private static JsonNode list(byte[] body, String field) throws IOException {
    JsonNode root = Json.MAPPER.readTree(body);
    if (!(root instanceof ObjectNode)) {
      throw new IOException("expected one JSON object");
    }
    return root.path(field);
  }

  private static Recorded span(ObjectNode resource, JsonNode span) {
    List<Recorded.Event> events = new ArrayList<>();
    for (JsonNode event : span.path("events")) {
      events.add(
          new Recorded.Event(event.path("name").asText(""), attributes(event.path("attributes"))));
    }
    return new Recorded(
        Interaction.TRACE,
        resource,
        id(span.path("traceId")),
        id(span.path("spanId")),
        millis(span.path("startTimeUnixNano")),
        millis(span.path("endTimeUnixNano")),
        isError(span.path("status").path("code")),
        attributes(span.path("attributes")),
        events);
  }

  private static boolean isError(JsonNode code) {
    return code.asInt() == ERROR || code.asText("").equals("STATUS_CODE_ERROR");
  }

  private static String id(JsonNode id) {
    String hex = id.asText("").toLowerCase(Locale.ROOT);
    return ID.matcher(hex).matches() ? hex : null;
  }

  private static long millis(JsonNode nanos) {
    return Math.max(0, nanos.asLong(0) / NANOS_PER_MILLI);
  }

  private static ObjectNode attributes(JsonNode pairs) {
    return attributes(pairs, 0);
  }

  private static ObjectNode attributes(JsonNode pairs, int depth) {
    ObjectNode attributes = Json.MAPPER.createObjectNode();
    for (JsonNode pair : pairs) {
      attributes.set(pair.path("key").asText(""), value(pair.path("value"), depth));
    }
    return attributes;
  }

  private static JsonNode value(JsonNode value, int depth) {
    if (depth > MOST_NESTED) {
      return NullNode.instance;
    }
    if (value.has("intValue")) {
      return Json.MAPPER.getNodeFactory().numberNode(value.get("intValue").asLong());
    }
    if (value.has("doubleValue")) {
      return Json.MAPPER.getNodeFactory().numberNode(value.get("doubleValue").asDouble());
    }
    if (value.has("arrayValue")) {
      ArrayNode list = Json.MAPPER.createArrayNode();
      value.path("arrayValue").path("values").forEach(item -> list.add(value(item, depth + 1)));
      return list;
    }
    if (value.has("kvlistValue")) {
      return attributes(value.path("kvlistValue").path("values"), depth + 1);
    }
    JsonNode plain = value.has("stringValue") ? value.get("stringValue") : value.path("boolValue");
    return plain.isMissingNode() ? NullNode.instance : plain;
  }
}
