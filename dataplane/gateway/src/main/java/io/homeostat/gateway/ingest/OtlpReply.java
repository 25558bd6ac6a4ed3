package io.homeostat.gateway.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedOutputStream;
import io.homeostat.gateway.openai.Json;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Answers in the shapes that OTLP exporters read. */
public final class OtlpReply {
  private static final int INVALID_ARGUMENT = 3;
  private static final int UNAVAILABLE = 14;

  private OtlpReply() {}

  /** What a trace exporter is told when its request was taken, all or in part. */
  public static byte[] traces(OtlpFormat format, Intake intake) {
    if (format == OtlpFormat.JSON) {
      return partial("rejectedSpans", intake);
    }
    ExportTraceServiceResponse.Builder reply = ExportTraceServiceResponse.newBuilder();
    if (intake.rejected() > 0) {
      reply.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(intake.rejected())
              .setErrorMessage(intake.reasons()));
    }
    return reply.build().toByteArray();
  }

  /** What a log exporter is told when its request was taken, all or in part. */
  public static byte[] logs(OtlpFormat format, Intake intake) {
    if (format == OtlpFormat.JSON) {
      return partial("rejectedLogRecords", intake);
    }
    ExportLogsServiceResponse.Builder reply = ExportLogsServiceResponse.newBuilder();
    if (intake.rejected() > 0) {
      reply.setPartialSuccess(
          ExportLogsPartialSuccess.newBuilder()
              .setRejectedLogRecords(intake.rejected())
              .setErrorMessage(intake.reasons()));
    }
    return reply.build().toByteArray();
  }

  private static byte[] partial(String field, Intake intake) {
    ObjectNode reply = Json.MAPPER.createObjectNode();
    if (intake.rejected() > 0) {
      reply
          .putObject("partialSuccess")
          .put(field, Integer.toString(intake.rejected()))
          .put("errorMessage", intake.reasons());
    }
    return bytes(reply);
  }

  /**
   * What an exporter is told when nothing was taken: a {@code google.rpc.Status}.
   *
   * @param status HTTP status
   */
  public static byte[] error(OtlpFormat format, int status, String message) {
    int code = status == 429 || status >= 500 ? UNAVAILABLE : INVALID_ARGUMENT;
    if (format == OtlpFormat.JSON) {
      return bytes(Json.MAPPER.createObjectNode().put("code", code).put("message", message));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream fields = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeInt32(1, code);
      fields.writeString(2, message);
      fields.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
