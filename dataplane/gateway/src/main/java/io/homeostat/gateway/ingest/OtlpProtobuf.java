package io.homeostat.gateway.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.homeostat.events.Interaction;
import io.homeostat.gateway.openai.Json;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads OTLP as protobuf. */
final class OtlpProtobuf {
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private OtlpProtobuf() {}

  static List<Recorded> traces(byte[] body) throws IOException {
    List<Recorded> spans = new ArrayList<>();
    for (ResourceSpans process : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      ObjectNode resource = attributes(process.getResource().getAttributesList());
      for (ScopeSpans scope : process.getScopeSpansList()) {
        scope.getSpansList().forEach(span -> spans.add(span(resource, span)));
      }
    }
    return spans;
  }

  static List<Recorded> logs(byte[] body) throws IOException {
    LogRecords records = new LogRecords();
    for (ResourceLogs process : ExportLogsServiceRequest.parseFrom(body).getResourceLogsList()) {
      ObjectNode resource = attributes(process.getResource().getAttributesList());
      for (ScopeLogs scope : process.getScopeLogsList()) {
        for (LogRecord record : scope.getLogRecordsList()) {
          long time = millis(record.getTimeUnixNano());
          records.add(
              resource,
              id(record.getTraceId(), TRACE_ID_BYTES),
              id(record.getSpanId(), SPAN_ID_BYTES),
              time > 0 ? time : millis(record.getObservedTimeUnixNano()),
              record.getEventName(),
              attributes(record.getAttributesList()),
              value(record.getBody()));
        }
      }
    }
    return records.grouped();
  }

  private static Recorded span(ObjectNode resource, Span span) {
    return new Recorded(
        Interaction.TRACE,
        resource,
        id(span.getTraceId(), TRACE_ID_BYTES),
        id(span.getSpanId(), SPAN_ID_BYTES),
        millis(span.getStartTimeUnixNano()),
        millis(span.getEndTimeUnixNano()),
        span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR,
        attributes(span.getAttributesList()),
        span.getEventsList().stream()
            .map(
                event -> new Recorded.Event(event.getName(), attributes(event.getAttributesList())))
            .toList());
  }

  private static String id(ByteString id, int length) {
    boolean none = true;
    for (int i = 0; i < id.size(); i++) {
      none &= id.byteAt(i) == 0;
    }
    return none || id.size() != length ? null : HexFormat.of().formatHex(id.toByteArray());
  }

  /** The number is unsigned; what no signed one holds is no time of ours. */
  private static long millis(long nanos) {
    return Math.max(0, nanos / NANOS_PER_MILLI);
  }

  private static ObjectNode attributes(List<KeyValue> pairs) {
    ObjectNode attributes = Json.MAPPER.createObjectNode();
    pairs.forEach(pair -> attributes.set(pair.getKey(), value(pair.getValue())));
    return attributes;
  }

  private static JsonNode value(AnyValue value) {
    JsonNodeFactory nodes = Json.MAPPER.getNodeFactory();
    return switch (value.getValueCase()) {
      case STRING_VALUE -> nodes.textNode(value.getStringValue());
      case BOOL_VALUE -> nodes.booleanNode(value.getBoolValue());
      case INT_VALUE -> nodes.numberNode(value.getIntValue());
      case DOUBLE_VALUE -> nodes.numberNode(value.getDoubleValue());
      case KVLIST_VALUE -> attributes(value.getKvlistValue().getValuesList());
      case ARRAY_VALUE -> {
        ArrayNode list = Json.MAPPER.createArrayNode();
        value.getArrayValue().getValuesList().forEach(item -> list.add(value(item)));
        yield list;
      }
      default -> NullNode.instance;
    };
  }
}
