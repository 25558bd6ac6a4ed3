package io.homeostat.gateway.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.events.Interaction;
import io.homeostat.gateway.openai.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the log records of one span together, because older conventions tell a call in several. */
final class LogRecords {
  private static final String DETAILS = "gen_ai.client.inference.operation.details";

  private final Map<String, Group> groups = new LinkedHashMap<>();

  /**
   * Adds a record.
   *
   * @param body fields of a map are read like attributes; other bodies say nothing
   */
  void add(
      ObjectNode resource,
      String traceId,
      String spanId,
      long millis,
      String name,
      ObjectNode attributes,
      JsonNode body) {
    ObjectNode all = Json.MAPPER.createObjectNode();
    if (body instanceof ObjectNode fields) {
      all.setAll(fields);
    }
    all.setAll(attributes);
    String event = name.isBlank() ? attributes.path("event.name").asText("") : name;
    String key =
        spanId == null || event.equals(DETAILS) && traceId == null
            ? "#" + groups.size()
            : traceId + "-" + spanId;
    groups
        .computeIfAbsent(key, first -> new Group(resource, traceId, spanId))
        .add(event, all, millis);
  }

  List<Recorded> grouped() {
    return groups.values().stream().map(Group::recorded).toList();
  }

  private static final class Group {
    private final ObjectNode resource;
    private final String traceId;
    private final String spanId;
    private final ObjectNode attributes = Json.MAPPER.createObjectNode();
    private final List<Recorded.Event> events = new ArrayList<>();
    private long first = Long.MAX_VALUE;
    private long last;

    Group(ObjectNode resource, String traceId, String spanId) {
      this.resource = resource;
      this.traceId = traceId;
      this.spanId = spanId;
    }

    void add(String event, ObjectNode fields, long millis) {
      first = Math.min(first, millis);
      last = Math.max(last, millis);
      if (event.equals(DETAILS)) {
        attributes.setAll(fields);
      } else {
        events.add(new Recorded.Event(event, fields));
      }
    }

    Recorded recorded() {
      return new Recorded(
          Interaction.LOG, resource, traceId, spanId, first, last, false, attributes, events);
    }
  }
}
