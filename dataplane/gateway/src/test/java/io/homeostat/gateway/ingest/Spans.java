package io.homeostat.gateway.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.homeostat.gateway.openai.Json;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes spans in both formats of OTLP from plain JSON. */
final class Spans {
  private Spans() {}

  /** An export of one span; the field {@code events} holds events by name. */
  static String json(String attributes, long startMillis, long endMillis)
      throws JsonProcessingException {
    ObjectNode all = (ObjectNode) Json.MAPPER.readTree(attributes);
    JsonNode given = all.remove("events");
    ArrayNode events = Json.MAPPER.createArrayNode();
    if (given != null) {
      for (var event : given.properties()) {
        events.addObject().put("name", event.getKey()).set("attributes", pairs(event.getValue()));
      }
    }
    return """
        {"resourceSpans":[{"resource":{},"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c",
        "spanId":"eee19b7ec3c1b174","name":"chat","kind":3,"startTimeUnixNano":"%d000000","endTimeUnixNano":"%d000000",
        "attributes":%s,"events":%s}]}]}]}"""
        .formatted(startMillis, endMillis, pairs(all), events);
  }

  static String pairs(String object) throws JsonProcessingException {
    return pairs(Json.MAPPER.readTree(object)).toString();
  }

  static String value(String json) throws JsonProcessingException {
    return value(Json.MAPPER.readTree(json)).toString();
  }

  private static ArrayNode pairs(JsonNode object) {
    ArrayNode pairs = Json.MAPPER.createArrayNode();
    object
        .properties()
        .forEach(
            field ->
                pairs.addObject().put("key", field.getKey()).set("value", value(field.getValue())));
    return pairs;
  }

  private static ObjectNode value(JsonNode plain) {
    ObjectNode value = Json.MAPPER.createObjectNode();
    if (plain.isObject()) {
      value.putObject("kvlistValue").set("values", pairs(plain));
    } else if (plain.isArray()) {
      ArrayNode items = value.putObject("arrayValue").putArray("values");
      plain.forEach(item -> items.add(value(item)));
    } else if (plain.isIntegralNumber()) {
      value.put("intValue", plain.asText());
    } else if (plain.isNumber()) {
      value.put("doubleValue", plain.asDouble());
    } else if (plain.isBoolean()) {
      value.put("boolValue", plain.asBoolean());
    } else {
      value.put("stringValue", plain.asText());
    }
    return value;
  }

  /** The same export of one span as protobuf. */
  static byte[] protobuf(String json) throws JsonProcessingException {
    JsonNode given = Json.MAPPER.readTree(json).at("/resourceSpans/0/scopeSpans/0/spans/0");
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(hex(given.path("traceId")))
            .setSpanId(hex(given.path("spanId")))
            .setStartTimeUnixNano(given.path("startTimeUnixNano").asLong())
            .setEndTimeUnixNano(given.path("endTimeUnixNano").asLong())
            .addAllAttributes(keyValues(given.path("attributes")));
    for (JsonNode event : given.path("events")) {
      span.addEventsBuilder()
          .setName(event.path("name").asText())
          .addAllAttributes(keyValues(event.path("attributes")));
    }
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    request.addResourceSpansBuilder().addScopeSpansBuilder().addSpans(span);
    return request.build().toByteArray();
  }

  private static ByteString hex(JsonNode id) {
    return ByteString.copyFrom(HexFormat.of().parseHex(id.asText()));
  }

  private static List<KeyValue> keyValues(JsonNode pairs) {
    List<KeyValue> values = new ArrayList<>();
    pairs.forEach(
        pair ->
            values.add(
                KeyValue.newBuilder()
                    .setKey(pair.path("key").asText())
                    .setValue(any(pair.path("value")))
                    .build()));
    return values;
  }

  private static AnyValue any(JsonNode value) {
    AnyValue.Builder any = AnyValue.newBuilder();
    if (value.has("kvlistValue")) {
      any.setKvlistValue(
          KeyValueList.newBuilder().addAllValues(keyValues(value.at("/kvlistValue/values"))));
    } else if (value.has("arrayValue")) {
      ArrayValue.Builder list = ArrayValue.newBuilder();
      value.at("/arrayValue/values").forEach(item -> list.addValues(any(item)));
      any.setArrayValue(list);
    } else if (value.has("intValue")) {
      any.setIntValue(value.path("intValue").asLong());
    } else if (value.has("doubleValue")) {
      any.setDoubleValue(value.path("doubleValue").asDouble());
    } else if (value.has("boolValue")) {
      any.setBoolValue(value.path("boolValue").asBoolean());
    } else {
      any.setStringValue(value.path("stringValue").asText());
    }
    return any.build();
  }
}
